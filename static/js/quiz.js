// The time that is left for a test: counted down from what the server said, not from the phone's clock, and read
// out at five minutes and at one. When it is over the page asks again, and the server has handed in what it kept.
// Questions that were answered here are named to the server, which then knows an unticked one from one never shown.
(() => {
  const shown = document.querySelector("[data-quiz-left]");
  const told = document.querySelector("[data-quiz-told]");
  const MOMENTS = [300, 60];
  const began = performance.now();
  const given = Number(shown.dataset.quizLeft);
  let before = given;

  const left = () => given - Math.floor((performance.now() - began) / 1000);

  function tick() {
    const seconds = Math.max(left(), 0);
    shown.textContent = `剩余 ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    const moment = MOMENTS.find((one) => before > one && seconds <= one);
    if (moment) told.textContent = `还剩 ${moment / 60} 分钟`;
    before = seconds;
    if (seconds > 0) return;
    clearInterval(timer);
    setTimeout(() => location.reload(), 1000);
  }

  const nameChosen = ({ target }) => {
    const question = target.closest(".quiz-question");
    if (!question || question.querySelector('[name="chosen"]')) return;
    const chosen = Object.assign(document.createElement("input"), { type: "hidden", name: "chosen", value: question.id });
    question.append(chosen);
  };
  document.addEventListener("change", nameChosen, true);

  const timer = setInterval(tick, 1000);
  shown.hidden = false;
  tick();
  document.addEventListener("visibilitychange", tick);
})();
