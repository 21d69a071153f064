// The panel beside a form[data-preview="names of the fields that decide"]: asked anew soon after one of them has
// changed, at the form's address + /parskats. The answer: {"preview", "count", "suggestions"}; nothing is saved.
// An answer to what is chosen no longer is dropped. Without JavaScript there are buttons.
const SOON = 300;

const panel = document.querySelector("[data-preview-here]");
for (const form of document.querySelectorAll("form[data-preview]")) watch(form);

function watch(form) {
  const names = new Set(form.dataset.preview.split(" "));
  const state = { form, timer: 0, asked: null, behind: false, known: codes() };
  form.addEventListener("change", ({ target }) => names.has(target.name?.split(".")[0]) && later(state));
  form.addEventListener("saved", () => state.behind && later(state));
}

function later(state) {
  clearTimeout(state.timer);
  state.timer = setTimeout(() => ask(state), SOON);
}

async function ask(state) {
  state.asked?.abort();
  const asked = (state.asked = new AbortController());
  const answer = await answerTo(state.form, asked.signal);
  if (state.asked !== asked) return;
  state.behind = !answer?.preview;
  if (answer?.token) later(state); // signed in again in another tab
  if (state.behind) say(state.form.dataset.previewFailed, false);
  else renew(state, answer);
}

async function answerTo(form, signal) {
  const address = `${form.action}/parskats`;
  const asked = { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, signal };
  try {
    const answer = await fetch(address, asked);
    const said = await answer.json();
    if (said.token) form.elements.csrf_token.value = said.token;
    return said;
  } catch {
    return null;
  }
}

// Who was not there when the page was opened is marked as new.
function renew({ known }, { preview, count, suggestions }) {
  offer(suggestions);
  panel.innerHTML = preview;
  for (const row of panel.querySelectorAll("[data-code]")) {
    if (known.has(row.dataset.code)) continue;
    row.classList.add("need-new");
    const mark = row.querySelector("[data-new-mark]");
    if (mark) mark.hidden = false;
  }
  const link = document.querySelector("[data-preview-count]");
  if (link) link.textContent = count;
  say(panel.querySelector("[data-preview-sum]").textContent, true);
}

// Suggestions are replaced when others are offered; what was chosen or typed there since the question stays.
function offer(html) {
  const old = document.getElementById("suggestions");
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("suggestions");
  if (!old || (old.dataset.codes === fresh.dataset.codes && offeredFor(old) === offeredFor(fresh))) return;
  const focused = old.contains(document.activeElement) && twin(document.activeElement, fresh);
  if (offeredFor(old) === offeredFor(fresh)) for (const control of old.querySelectorAll("input")) keep(control, twin(control, fresh));
  old.replaceWith(fresh);
  if (focused) focused.focus();
  document.documentElement.dispatchEvent(new Event("change", { bubbles: true })); // show what the choices open
}

function offeredFor(block) {
  return block.querySelector("[name=suggestions_of]").value;
}

function twin({ name, type, value }, block) {
  const same = [...block.querySelectorAll("input")].filter((control) => control.name === name);
  return type === "radio" ? same.find((control) => control.value === value) : same[0];
}

function keep({ type, value, checked }, there) {
  if (there && type === "radio") there.checked = checked;
  else if (there) there.value = value;
}

// The sum is in the panel already, so it is only spoken; a failure is written under it, quietly.
function say(text, seen) {
  const status = document.querySelector("[data-preview-said]");
  status.className = seen ? "sr" : "small muted mb-0";
  if (status.textContent !== text) status.textContent = text;
}

function codes() {
  return new Set([...panel.querySelectorAll("[data-code]")].map((row) => row.dataset.code));
}
