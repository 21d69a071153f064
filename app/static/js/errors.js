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

// data-fill="id" writes one of two readings into that field; without scripts the sentence says both.
for (const button of document.querySelectorAll("[data-fill]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.fill);
    field.value = button.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
