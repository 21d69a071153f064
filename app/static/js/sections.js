// How far the sections of a form[data-preview] are, and what an earlier card could answer: asked anew while
// somebody writes, at the form's address + /parskats with "sections". The answer: {"nav", "earlier"}, pieces of
// the page; nothing is saved. Without JavaScript they are as old as the page.
const CHOSEN = 400;
const TYPING = 1_200;

for (const form of document.querySelectorAll("form[data-preview]")) watch(form);

function watch(form) {
  const state = { form, timer: 0, asked: null };
  form.addEventListener("change", () => later(state, CHOSEN));
  form.addEventListener("input", () => later(state, TYPING));
}

function later(state, delay) {
  clearTimeout(state.timer);
  state.timer = setTimeout(() => ask(state), delay);
}

async function ask(state) {
  state.asked?.abort();
  const asked = (state.asked = new AbortController());
  const body = new FormData(state.form);
  body.append("sections", "1");
  const headers = { Accept: "application/json" };
  const answer = await fetch(`${state.form.action}/parskats`, { method: "POST", body, headers, signal: asked.signal })
    .then((found) => found.json(), () => null)
    .catch(() => null);
  if (state.asked !== asked || !answer?.nav) return; // the panel beside the form says what is wrong
  mark(piece(answer.nav));
  offer(answer.earlier);
}

// The links stay, so that whoever stands on one stays there. A mistake stays one until its section is complete.
function mark(fresh) {
  const sum = document.querySelector("[data-sections-sum]");
  const wrong = document.querySelector(".side-nav .s-err");
  for (const link of fresh.querySelectorAll("a")) {
    const old = document.querySelector(`.side-nav a[href="${link.hash}"]`);
    if (!old || (old.classList.contains("s-err") && !link.classList.contains("s-done"))) continue;
    if (old.className === link.className) continue;
    old.className = link.className;
    old.innerHTML = link.innerHTML;
  }
  if (!wrong && sum) sum.textContent = fresh.querySelector("[data-sections-sum]").textContent;
}

function offer(html) {
  const here = document.querySelector("[data-earlier-here]");
  if (here && !here.querySelector("[value=save]") && !here.contains(document.activeElement)) here.innerHTML = html;
}

function piece(html) {
  return new DOMParser().parseFromString(html, "text/html").body;
}
