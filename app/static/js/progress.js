// How far the worker is: [data-progress] is read anew from that address until the answer has none; then the
// page itself is. Without JavaScript there is the link to refresh.
const EVERY = 1_000;

function later() {
  if (document.querySelector("[data-progress]")) setTimeout(look, EVERY);
}

async function look() {
  const shown = document.querySelector("[data-progress]");
  const answer = await fetch(shown.dataset.progress).catch(() => null);
  if (!answer || answer.status >= 500) return later(); // the server is being restarted
  if (!answer.ok || answer.redirected) return location.reload();
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
  if (!found?.dataset.progress) return location.reload();
  shown.replaceWith(found);
  later();
}

later();
