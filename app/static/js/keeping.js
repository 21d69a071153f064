// Texts that are kept until they are sent. A form with a field "kept_as" goes to the server as it is typed:
// two seconds after the last sign, at most ten after the first, and when the page is left. The answer is
// {"message", "token"}: the text is kept even when the sign-in has ended meanwhile. What is not kept yet
// is not left without a question.
const PAUSE = 2_000;
const LONGEST = 10_000;
const AGAIN = 15_000;

for (const form of document.querySelectorAll("form:has(input[name=kept_as])")) {
  if (!form.matches("[data-autosave]")) watch(form);
}

function watch(form) {
  const text = { form, timer: 0, since: 0, kept: written(form), sent: false };
  form.addEventListener("input", () => later(text));
  form.addEventListener("change", () => later(text));
  form.addEventListener("submit", (event) => { text.sent = !event.defaultPrevented; });
  window.addEventListener("pageshow", () => { text.sent = false; });
  document.addEventListener("visibilitychange", () => document.hidden && changed(text) && keep(text));
  window.addEventListener("beforeunload", (event) => changed(text) && event.preventDefault());
}

function later(text) {
  const now = Date.now();
  text.since ||= now;
  clearTimeout(text.timer);
  text.timer = setTimeout(() => keep(text), Math.max(0, Math.min(PAUSE, text.since + LONGEST - now)));
}

async function keep(text) {
  clearTimeout(text.timer);
  if (!changed(text)) return;
  const now = written(text.form);
  text.since = 0;
  const asked = {
    method: "POST", body: new URLSearchParams(new FormData(text.form)), keepalive: now.length < 30_000,
    headers: { Accept: "application/json" },
  };
  const answer = await fetch("/teksti", asked).catch(() => null);
  const said = await answer?.json().catch(() => null);
  if (text.sent) return;
  const status = text.form.querySelector("[data-kept-status]");
  status.textContent = said?.message ?? document.body.dataset.notKept;
  if (said?.token) for (const one of document.querySelectorAll("[name=csrf_token]")) one.value = said.token;
  if (said?.kept) text.kept = now;
  else if (!answer || answer.status >= 500) text.timer = setTimeout(() => keep(text), AGAIN);
}

function changed(text) {
  return !text.sent && text.kept !== written(text.form);
}

function written(form) {
  const unsaid = ["csrf_token", "kept_as"];
  return JSON.stringify([...new FormData(form)].filter(([name]) => !unsaid.includes(name)));
}
