// The second of two clicks sends nothing: a form that is on its way is not sent again with the same button.
// A page that stays, for the answer is a file, or comes back by the back button takes the form again.
// It is the server that knows whether something was sent twice; this spares people its note.
const WAIT = 5_000;

const sent = new Map();

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || (submitter?.formMethod || form.method) !== "post") return;
  const before = sent.get(form);
  if (before?.submitter === submitter && Date.now() - before.at < WAIT && before.text === text(form)) {
    event.preventDefault();
  } else {
    sent.set(form, { submitter, at: Date.now(), text: text(form) });
  }
});

window.addEventListener("pageshow", () => sent.clear());

// Whoever changes something on a page that stayed sends something else.
function text(form) {
  return JSON.stringify([form.action, ...new FormData(form)]);
}
