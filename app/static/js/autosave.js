// Drafts. A form[data-autosave] is posted to its own address and asks for JSON: soon after a choice, and
// at most 20 seconds after somebody began to type. The answer: {"message", "revision", "action"} or
// {"message", "stop"}; a form that was saved says so by the event "saved". Saving never asks for
// completeness; without JavaScript there is the button.
const TYPING = 20_000;
const CHOOSING = 1_500;

for (const form of document.querySelectorAll("form[data-autosave]")) watch(form);

function watch(form) {
  const draft = { form, timer: 0, due: 0, busy: null, stopped: false, sent: false, unsaved: false };
  form.addEventListener("input", () => { draft.unsaved = true; later(draft, TYPING); });
  form.addEventListener("change", ({ target }) => later(draft, target.matches("textarea, input:not([type=radio], [type=checkbox])") ? TYPING : CHOOSING));
  form.addEventListener("submit", (event) => submit(draft, event));
  document.addEventListener("visibilitychange", () => document.hidden && draft.timer && save(draft));
  window.addEventListener("pageshow", () => { draft.sent = false; });
  window.addEventListener("beforeunload", (event) => draft.unsaved && !draft.sent && event.preventDefault());
}

function later(draft, delay) {
  const due = Date.now() + delay;
  if (draft.stopped || draft.sent || (draft.timer && draft.due <= due)) return;
  clearTimeout(draft.timer);
  draft.due = due;
  draft.timer = setTimeout(() => save(draft), delay);
}

// One at a time: each answer brings the revision that the next one must name. Once the form is on its way
// nothing is saved behind it: the page that comes would not know of that revision.
async function save(draft) {
  clearTimeout(draft.timer);
  draft.timer = 0;
  await draft.busy;
  if (draft.sent) return;
  draft.busy = send(draft);
  await draft.busy;
  draft.busy = null;
}

// The second of two clicks sends nothing; a save that is under way is waited for.
function submit(draft, event) {
  const { busy, sent } = draft;
  clearTimeout(draft.timer);
  draft.timer = 0;
  draft.sent = true;
  if (sent || busy) event.preventDefault();
  if (sent || !busy) return;
  const { submitter } = event;
  busy.then(() => {
    draft.sent = false;
    draft.form.requestSubmit(submitter);
  });
}

async function send(draft) {
  const { form } = draft;
  draft.unsaved = false;
  const asked = { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } };
  const answer = await fetch(form.action, asked).catch(() => null);
  const said = await answer?.json().catch(() => null);
  const status = document.querySelector("[data-autosave-status]");
  if (status) status.textContent = said?.message ?? form.dataset.autosaveFailed;
  draft.stopped = Boolean(said?.stop);
  draft.unsaved ||= !answer?.ok && !said?.kept;
  if (said?.token) {
    form.elements.csrf_token.value = said.token; // signed in again in another tab
    later(draft, CHOOSING);
  }
  if (answer?.ok && said?.revision) take(form, said);
}

function take(form, said) {
  form.elements.revision.value = said.revision;
  if (said.action && !location.href.endsWith(said.action)) {
    form.action = said.action;
    history.replaceState(null, "", said.action);
    document.title = said.title;
    document.querySelector("[data-card-number]")?.replaceChildren(said.number);
    document.querySelector("h1")?.replaceChildren(said.heading);
    document.querySelector(".crumbs [aria-current]")?.replaceChildren(said.number);
  }
  form.dispatchEvent(new Event("saved"));
}
