// Searchable selects: a plain <select data-picker> without JavaScript, Tom Select with it.
// data-url: choices come from the server, {"results": [{"value", "text"}]} to ?q=; else the options are the choices.
const texts = document.body.dataset;
const selects = document.querySelectorAll("select[data-picker]");
if (selects.length) import(texts.pickerScript).then(() => selects.forEach(enhance));

function enhance(select) {
  const url = select.dataset.url;
  const picker = new window.TomSelect(select, {
    maxOptions: 50,
    openOnFocus: true,
    hidePlaceholder: true,
    searchField: ["text"],
    ...(url ? fromServer(url) : {}),
    onInitialize() {
      carryOver(select, this.control_input);
    },
    render: { item: chosen, no_results: nothingFound, loading: () => document.createElement("span") },
  });
  if (url) picker.on("type", () => picker.clearOptions((option) => picker.items.includes(option.value)));
}

// The server folds diacritics and knows other names, so whatever it answers is a hit.
function fromServer(url) {
  return {
    valueField: "value",
    labelField: "text",
    score: () => () => 1,
    hideSelected: true,
    preload: "focus",
    load(query, show) {
      load(url, query).then((found) => show(late(this, query) ? [] : found), () => show());
    },
  };
}

// An answer to what is no longer typed is no choice; it may be asked for again.
function late(picker, query) {
  const typedMore = picker.inputValue() !== query;
  if (typedMore) delete picker.loadedSearches[query];
  return typedMore;
}

// Tom Select ties the label to an input of its own: hide the original, move hint and error along.
function carryOver(select, input) {
  select.setAttribute("aria-hidden", "true");
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
}

// What is chosen; one of many gets a button that takes it away. The keyboard does it with Backspace.
function chosen(data) {
  const item = document.createElement("div");
  item.textContent = data.text;
  if (this.settings.mode !== "multi") return item;
  const remove = document.createElement("button");
  remove.type = "button";
  remove.className = "ts-remove";
  remove.tabIndex = -1;
  remove.textContent = "×";
  remove.setAttribute("aria-label", `${texts.remove}: ${data.text}`);
  remove.addEventListener("mousedown", (event) => event.preventDefault());
  remove.addEventListener("click", (event) => {
    event.stopPropagation();
    this.removeItem(data.value);
    this.refreshOptions(false);
  });
  item.append(remove);
  return item;
}

async function load(url, query) {
  const address = new URL(url, location.href);
  address.searchParams.set("q", query);
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  return (await answer.json()).results;
}

function nothingFound() {
  const text = document.createElement("div");
  text.className = "no-results";
  text.textContent = texts.nothingFound;
  return text;
}
