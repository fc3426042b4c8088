// Thumb-sized − and + beside the number input of a score; without this script the input alone does the work.
(() => {
  // An empty score starts from full marks: reviewers take points off for what is missing.
  const step = (input, direction) => {
    if (input.value === "") input.value = input.max;
    else if (direction === "up") input.stepUp();
    else input.stepDown();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  for (const stepper of document.querySelectorAll("[data-stepper]")) {
    const input = stepper.querySelector("input");
    for (const button of stepper.querySelectorAll("[data-step]")) {
      button.hidden = false;
      button.addEventListener("click", () => step(input, button.dataset.step));
    }
  }
})();
