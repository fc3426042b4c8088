// Growth cards: a button that copies a link, a counter of characters, the voting code out of the address.
(() => {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "已复制";
    });
  }

  for (const area of document.querySelectorAll("textarea[data-count]")) {
    const counter = document.createElement("p");
    counter.className = "form-text";
    counter.setAttribute("aria-live", "polite");
    const count = () => {
      counter.textContent = `已写 ${[...area.value].length} 字`;
    };
    area.after(counter);
    area.addEventListener("input", count);
    count();
  }

  // The code stands behind #, which no server sees; it leaves the address as soon as it is in the field.
  const form = document.querySelector("[data-code-from-address]");
  const code = location.hash.slice(1);
  if (form && /^[\w-]{1,40}$/.test(code)) {
    form.elements.secret_code.value = code;
    history.replaceState(null, "", location.pathname);
  }
})();
