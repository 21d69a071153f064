// Native dialogs: data-dialog="id" opens, data-close closes, #dialog-… in the address opens on load,
// and so does what the server sends open.
// One delete dialog serves a whole list: data-action and data-subject on the button fill it in.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    event.preventDefault();
    open(document.getElementById(opener.dataset.dialog), opener);
  }
  event.target.closest("[data-close]")?.closest("dialog").close();
});

if (location.hash.startsWith("#dialog-")) open(document.getElementById(location.hash.slice(1)));

// A recap that the server sends opened becomes modal.
for (const dialog of document.querySelectorAll("dialog[open]")) {
  dialog.close();
  open(dialog);
}

function open(dialog, opener) {
  if (!dialog?.showModal || dialog.open) return;
  if (opener?.dataset.action) dialog.querySelector("form").action = opener.dataset.action;
  const subject = dialog.querySelector("[data-subject-here]");
  if (subject && opener?.dataset.subject) subject.textContent = opener.dataset.subject;
  dialog.dispatchEvent(new CustomEvent("before-open"));
  dialog.showModal();
}
