// Keys on pages with rows to vote on, or with a way that has a key of its own (data-key). Single keys work where
// a [data-keys-on] switch is, which turns them off for good (WCAG 2.1.4); they are off while somebody types.
// Ctrl+Enter presses [data-send], of an open dialog first, also from within a text.
const OFF = "keys-off";
const NEXT = "next-row";
const TYPED = "textarea, select, input:not([type=radio], [type=checkbox])";

const switches = [...document.querySelectorAll("[data-keys-on]")];
const rows = [...document.querySelectorAll("[data-vote-row]")];

for (const one of switches) {
  one.checked = !localStorage.getItem(OFF);
  one.addEventListener("change", () => {
    if (one.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) ? send() : listening(event) && press(event)) {
    event.preventDefault();
  }
});
if (rows.length) goOn();

// Each answers whether the key meant something.
function press({ key, target }) {
  const row = rows.find((one) => one.contains(document.activeElement));
  if (key === "?") return click(document.querySelector("[data-dialog=keys]"));
  if (key === "s") return send();
  if (key === "j" || key === "k") return move(rows.indexOf(row) + (key === "j" ? 1 : -1));
  if (row && key === " ") return !target.matches("input, button, summary") && unfold(row);
  if (row && key === "1") return approve(row);
  if (row && /^[2-4]$/.test(key)) return click(row.querySelector(`[data-vote="${key}"]`));
  return /^[a-z]$/.test(key) && click(document.querySelector(`[data-key="${key}"]`));
}

function click(control) {
  control?.click();
  return Boolean(control);
}

function send() {
  const dialog = document.querySelector("dialog[open]");
  return click((dialog ?? document).querySelector("[data-send]:not(:disabled)"));
}

// What is approved is done with: the next one is at hand.
function approve(row) {
  const box = row.querySelector("[data-pick]:not(:disabled)");
  box?.click();
  if (box?.checked) move(rows.indexOf(row) + 1);
  return Boolean(box);
}

function unfold(row) {
  const more = row.querySelector("details");
  if (more) more.open = !more.open;
  return Boolean(more);
}

function move(place) {
  const link = rows[Math.max(0, Math.min(rows.length - 1, place))]?.querySelector("a.title-link");
  link?.focus();
  link?.scrollIntoView({ block: "center" });
  return Boolean(link);
}

// After a vote the list begins where it was left: with the row after the last one that was voted on.
function goOn() {
  const wanted = sessionStorage.getItem(NEXT);
  if (wanted !== null) move(Math.max(0, rows.findIndex((row) => row.dataset.voteRow === wanted)));
  sessionStorage.removeItem(NEXT);
  rows[0].closest("form")?.addEventListener("submit", () => {
    const last = rows.findLastIndex((row) => row.querySelector("[data-pick]:checked"));
    sessionStorage.setItem(NEXT, rows[last + 1]?.dataset.voteRow ?? "");
  });
}

function listening({ target, ctrlKey, metaKey, altKey }) {
  const on = switches.some((one) => one.checked);
  return on && !(ctrlKey || metaKey || altKey || target.matches(TYPED) || document.querySelector("dialog[open]"));
}
