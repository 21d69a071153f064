// The card is read with a pencil in hand: what is selected in a passage, or the passage whose button is
// pressed, is quoted in an entry of the opinion or in the question. The tools stand under the passage.
const BLANK = "9999"; // place and number of the entry in the template
const MOST_OPEN = 300; // signs of a quotation that is not folded
const tools = document.querySelector("[data-quoting]");
let picked = null; // {field, text}

document.addEventListener("selectionchange", select);
document.addEventListener("pointerdown", ({ target }) => !target.closest("[data-quoting]") && leave());
document.addEventListener("keydown", ({ key }) => key === "Escape" && leave());
document.addEventListener("click", ({ target }) => {
  const whole = target.closest("[data-quote-all]");
  const chosen = target.closest("[data-quote-as]");
  if (whole) offerAll(whole.closest(".fld").querySelector("[data-words]"));
  if (chosen && picked) quote(chosen.dataset.quoteAs, picked);
});
tools.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays

function select() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0).cloneRange();
  const from = range.startContainer;
  const words = (from.nodeType === Node.ELEMENT_NODE ? from : from.parentElement).closest("[data-words]");
  if (!words) return;
  if (!words.contains(range.endContainer)) range.setEnd(words, words.childNodes.length);
  offer(words, textOf(range.cloneContents()));
}

function offerAll(words) {
  offer(words, textOf(words.cloneNode(true)));
  tools.querySelector("button").focus();
}

function offer(words, text) {
  if (text === "") return;
  picked = { field: words.dataset.words, text };
  if (tools.previousElementSibling !== words) words.after(tools);
  tools.hidden = false;
}

function leave() {
  tools.hidden = true;
  picked = null;
}

// What was taken away from the card cannot be quoted.
function textOf(part) {
  for (const gone of part.querySelectorAll("del")) gone.remove();
  return part.textContent.replace(/[^\S\n]+/g, " ").trim();
}

function quote(kind, { field, text }) {
  leave();
  if (kind === "question") {
    ask(text);
    return;
  }
  const objecting = choiceOf("object").checked;
  if (kind === "objection" && !objecting) keepProposals();
  choose(kind === "objection" || objecting ? "object" : "approve_with_proposals");
  const empty = [...document.querySelectorAll("[data-entry]")].find((one) => isEmpty(one)) ?? added();
  fill(empty, kind, field, text);
}

function ask(text) {
  choose("need_info");
  const box = document.getElementById("question");
  const before = box.value.trim() === "" ? "" : `${box.value.trimEnd()}\n`;
  box.value = `${before}${tools.dataset.quoting.replace("{text}", () => text)} `;
  told(box);
}

function choiceOf(choice) {
  return document.querySelector(`[name="choice"][value="${choice}"]`);
}

function choose(choice) {
  const control = choiceOf(choice);
  if (control.checked) return;
  control.checked = true;
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

// Who approves with proposals has written proposals: they stay what they are beside an objection.
function keepProposals() {
  if (!choiceOf("approve_with_proposals").checked) return;
  const written = [...document.querySelectorAll("[data-entry]")].filter((one) => !isEmpty(one));
  for (const one of written) kindOf(one, "proposal").checked = true;
}

function kindOf(entry, kind) {
  return entry.querySelector(`[name$=".kind"][value="${kind}"]`);
}

function isEmpty(entry) {
  return [...entry.querySelectorAll("textarea, select")].every((one) => one.value.trim() === "");
}

function fill(entry, kind, field, text) {
  const part = (name) => entry.querySelector(`[name$=".${name}"]`);
  kindOf(entry, kind).checked = true;
  part("section").value = field;
  part("current_text").value = text;
  part("proposed_text").value = text;
  entry.querySelector("[data-excerpt]").textContent = text.slice(0, 90);
  entry.querySelector("details").open = text.length <= MOST_OPEN;
  told(part("proposed_text"));
}

function told(box) {
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus({ preventScroll: true });
  box.setSelectionRange(box.value.length, box.value.length);
  box.scrollIntoView({ block: "center" });
}

// Another entry: a copy of the blank one under the next place and number.
function added() {
  const entries = document.getElementById("entries");
  const places = [...entries.children].map((one) => Number(one.dataset.entry.split(".")[1]));
  const copy = document.getElementById("new-entry").content.cloneNode(true);
  name(copy, String(Math.max(-1, ...places) + 1), String(places.length + 1));
  entries.append(copy);
  entries.dispatchEvent(new Event("change", { bubbles: true })); // choices.js shows what belongs to the opinion chosen
  return entries.lastElementChild;
}

function name(copy, place, number) {
  const found = document.createNodeIterator(copy, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = found.nextNode(); node; node = found.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) node.data = node.data.replace(BLANK, number);
    else for (const one of node.attributes) one.value = one.value.replaceAll(BLANK, place);
  }
}
