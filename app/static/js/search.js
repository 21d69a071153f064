// The field in the head: the key / goes there, unless single keys are off (js/keys.js) or somebody types. Before
// anything is typed it offers what the person worked on last, fetched when it is first entered.
const form = document.querySelector("[data-recent]");
const TYPED = "textarea, select, input:not([type=radio], [type=checkbox])";

if (form) {
  const field = form.querySelector("input");
  const offered = form.querySelector("[data-offered]");
  document.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    if (key === "Escape") offered.hidden = true;
    if (key !== "/" || ctrlKey || metaKey || altKey || target.matches(TYPED)) return;
    if (localStorage.getItem("keys-off") || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    (field.checkVisibility() ? field : document.querySelector("main input[type=search]"))?.focus();
  });
  field.addEventListener("focus", () => offer(field, offered));
  field.addEventListener("input", () => offer(field, offered));
  form.addEventListener("focusout", ({ relatedTarget }) => {
    if (!form.contains(relatedTarget)) offered.hidden = true;
  });
}

async function offer(field, offered) {
  if (!offered.innerHTML && !field.value) {
    const answer = await fetch(form.dataset.recent).catch(() => null);
    if (answer?.ok) offered.innerHTML = await answer.text();
  }
  offered.hidden = Boolean(field.value) || !offered.innerHTML || !form.contains(document.activeElement);
}
