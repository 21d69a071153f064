// Counts the characters of a text with data-least or data-most, under it: from when it is first written in, or
// where it is too short or too long. The line then stays, so that nothing moves away under a click. The sentences
// are the form's, with {n} and {limit}. What is seen changes with each sign; it is spoken when somebody pauses.
const PAUSE = 1_000;

for (const control of document.querySelectorAll("[data-least], [data-most]")) {
  if (control.matches("input, textarea")) count(control);
}

function count(control) {
  const seen = line("hint count");
  seen.setAttribute("aria-hidden", "true");
  seen.hidden = true;
  const spoken = line("sr");
  spoken.setAttribute("aria-live", "polite");
  control.after(seen, spoken);
  const state = { control, seen, spoken, timer: 0 };
  for (const name of ["focus", "blur", "input"]) control.addEventListener(name, () => show(state));
  control.addEventListener("input", () => {
    clearTimeout(state.timer);
    state.timer = setTimeout(() => { spoken.textContent = seen.textContent; }, PAUSE);
  });
  show(state);
}

function show({ control, seen }) {
  const { least = 0, most = Infinity } = control.dataset;
  const length = [...control.value.trim()].length;
  const wrong = length < Number(least) || length > Number(most);
  const limit = length < Number(least) || most === Infinity ? ["least", least] : ["most", most];
  seen.textContent = control.form.dataset[limit[0]].replace("{n}", length).replace("{limit}", limit[1]);
  if (document.activeElement === control || (wrong && length)) seen.hidden = false;
  seen.classList.toggle("t-bad", wrong && length && document.activeElement !== control);
}

function line(look) {
  const one = document.createElement("p");
  one.className = look;
  return one;
}
