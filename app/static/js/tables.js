// Rows become cards on phones (display: block), which takes the table roles away: give them back.
const ROLES = [
  ["thead, tbody", "rowgroup"],
  ["tr", "row"],
  ["thead th", "columnheader"],
  ["tbody th", "rowheader"],
  ["td", "cell"],
];

for (const table of document.querySelectorAll("table.stack-table")) {
  table.setAttribute("role", "table");
  for (const [selector, role] of ROLES) {
    for (const part of table.querySelectorAll(selector)) part.setAttribute("role", role);
  }
}

// A strip of tabs wider than the screen starts at the current tab.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const strip = tab.closest("ul");
  strip.scrollLeft = tab.getBoundingClientRect().left - strip.getBoundingClientRect().left - 16;
}

// Row height: kept for the browser session only.
const density = sessionStorage.getItem("density");
if (density) setDensity(density);
for (const button of document.querySelectorAll("[data-density-set]")) {
  button.addEventListener("click", () => setDensity(button.dataset.densitySet));
}

function setDensity(value) {
  document.documentElement.dataset.density = value;
  sessionStorage.setItem("density", value);
  for (const button of document.querySelectorAll("[data-density-set]")) {
    button.setAttribute("aria-pressed", String(button.dataset.densitySet === value));
  }
}
