// Fields that appear for a choice: data-show-for="name=value,value". Without JavaScript all of them are seen.
function chosen(name) {
  const field = `[name="${CSS.escape(name)}"]`;
  return [...document.querySelectorAll(`${field}:checked, select${field}`)].map((control) => control.value);
}

function show() {
  for (const part of document.querySelectorAll("[data-show-for]")) {
    const [name, values] = part.dataset.showFor.split("=");
    part.hidden = !chosen(name).some((value) => values.split(",").includes(value));
  }
}

document.addEventListener("change", show);
show();
