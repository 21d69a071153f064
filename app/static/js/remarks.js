// An entry of the opinion form: choosing a field of the card fills its wording in, unless other words were typed.
for (const select of document.querySelectorAll("select[data-fills]")) {
  const box = document.getElementById(select.dataset.fills);
  let filled = textOf(select);
  select.addEventListener("change", () => {
    if (box.value.trim() === "" || box.value === filled) box.value = textOf(select);
    filled = textOf(select);
  });
}

function textOf(select) {
  return select.selectedOptions[0]?.dataset.text ?? "";
}
