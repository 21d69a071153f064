// Menus (<details class="menu">) close on Escape and on a click elsewhere; the tab of the page is in sight.
const opened = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of opened()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of opened()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Where tabs scroll sideways, that of this page is in sight.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const list = tab.closest(".tabs");
  list.scrollLeft += tab.getBoundingClientRect().right - list.getBoundingClientRect().right;
}
