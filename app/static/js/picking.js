// CAB list: counts what is ticked, lists every ticked card in the recap, and the keys j, k, 1–4.
const plural = new Intl.PluralRules(document.documentElement.lang);
const boxes = () => [...document.querySelectorAll("[data-pick]")];
const ticked = () => boxes().filter((box) => box.checked);

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-pick-all]")) {
    for (const box of boxes()) if (!box.disabled) box.checked = target.checked;
  }
  if (target.matches("[data-pick], [data-pick-all]")) count();
});
if (boxes().length) count();

function count() {
  const number = ticked().length;
  for (const text of document.querySelectorAll("[data-count-text]")) {
    const form = plural.select(number);
    text.textContent = (text.dataset[form] ?? text.dataset.other).replace("{n}", number);
  }
  for (const control of document.querySelectorAll("[data-needs-pick]")) control.disabled = number === 0;
  const all = document.querySelector("[data-pick-all]");
  if (!all) return;
  const available = boxes().filter((box) => !box.disabled).length;
  all.checked = number > 0 && number === available;
  all.indeterminate = number > 0 && number < available;
}

for (const recap of document.querySelectorAll("[data-recap]")) {
  recap.closest("dialog")?.addEventListener("before-open", () => {
    recap.replaceChildren(...ticked().map(recapRow));
  });
}

function recapRow({ dataset }) {
  const row = document.createElement("li");
  for (const [look, text] of [["ref", dataset.number], ["", dataset.title], ["muted", dataset.holder]]) {
    const cell = document.createElement("span");
    cell.className = look;
    cell.textContent = text;
    row.append(cell);
  }
  return row;
}

// Single keys can be switched off (WCAG 2.1.4) and are off while somebody types.
const rows = [...document.querySelectorAll("[data-vote-row]")];
if (rows.length) document.addEventListener("keydown", press);

function press(event) {
  if (!listening(event)) return;
  const place = rows.findIndex((row) => row.contains(document.activeElement));
  if (event.key === "j" || event.key === "k") move(place + (event.key === "j" ? 1 : -1));
  else if (place >= 0 && event.key === "1") rows[place].querySelector("[data-pick]:not(:disabled)")?.click();
  else if (place >= 0 && /^[2-4]$/.test(event.key)) rows[place].querySelector(`[data-vote="${event.key}"]`)?.click();
  else return;
  event.preventDefault();
}

function move(place) {
  const row = rows[Math.max(0, Math.min(rows.length - 1, place))];
  const link = row.querySelector("a.title-link");
  link?.focus();
  link?.scrollIntoView({ block: "center" });
}

function listening({ target, ctrlKey, metaKey, altKey }) {
  const off = document.querySelector("#keys-on:not(:checked)");
  const typing = target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
  return !(off || ctrlKey || metaKey || altKey || typing || document.querySelector("dialog[open]"));
}
