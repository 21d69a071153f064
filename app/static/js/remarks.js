// Choosing a field of the card for an entry fills its wording in, unless other words were typed.
const filled = new WeakMap();

document.addEventListener("change", ({ target: select }) => {
  if (!select.matches("select[data-fills]")) return;
  const box = document.getElementById(select.dataset.fills);
  const before = filled.get(select) ?? textOf([...select.options].find((one) => one.defaultSelected));
  if (box.value.trim() === "" || box.value === before) box.value = textOf(select.selectedOptions[0]);
  filled.set(select, textOf(select.selectedOptions[0]));
  box.dispatchEvent(new Event("input", { bubbles: true }));
});

function textOf(option) {
  return option?.dataset.text ?? "";
}
