// Drafts and the preview. On the form:
//   data-autosave="url"  after two quiet seconds the form is posted there; the answer is {"message", "revision"};
//                        the message goes to [data-autosave-status], the revision into the form's own field;
//   data-preview="url"   after each change of a field the form is posted there; the answer is HTML for [data-preview-here].
// Saving and previewing never validate. Without JavaScript both happen with the save button.
for (const form of document.querySelectorAll("form[data-autosave], form[data-preview]")) watch(form);

function watch(form) {
  let timer;
  const status = document.querySelector("[data-autosave-status]");
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => form.dataset.autosave && save(form, status), 2000);
  });
  form.addEventListener("change", () => form.dataset.preview && preview(form));
  form.addEventListener("submit", () => clearTimeout(timer));
}

async function save(form, status) {
  const answer = await post(form, form.dataset.autosave, "application/json").catch(() => null);
  const said = answer && (await answer.json().catch(() => null));
  if (status) status.textContent = said?.message ?? form.dataset.autosaveFailed ?? "";
  if (answer?.ok && said?.revision) form.elements.revision.value = said.revision;
}

async function preview(form) {
  const place = document.querySelector("[data-preview-here]");
  const answer = await post(form, form.dataset.preview, "text/html").catch(() => null);
  if (!place || !answer?.ok) return;
  const before = new Set([...place.querySelectorAll("[data-code]")].map((row) => row.dataset.code));
  place.innerHTML = await answer.text();
  for (const row of place.querySelectorAll("[data-code]")) if (!before.has(row.dataset.code)) markNew(row);
}

function markNew(row) {
  row.classList.add("need-new");
  const mark = row.querySelector("[data-new-mark]");
  if (mark) mark.hidden = false;
}

function post(form, url, accept) {
  return fetch(url, { method: "POST", body: new FormData(form), headers: { Accept: accept } });
}
