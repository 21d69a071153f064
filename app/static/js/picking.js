// CAB list: counts what is ticked, and lists every ticked card in the recap. Its keys are in keys.js.
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
