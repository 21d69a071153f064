// The error summary takes focus on load; its links lead to the control, also inside a picker.
document.querySelector(".error-summary")?.focus();

for (const link of document.querySelectorAll(".error-summary a")) {
  link.addEventListener("click", (event) => {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const input = target?.tomselect?.control_input ?? target;
    if (!input) return;
    event.preventDefault();
    (target.closest(".field, fieldset") ?? target).scrollIntoView({ block: "center" });
    input.focus({ preventScroll: true });
  });
}
