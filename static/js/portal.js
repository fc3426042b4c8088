// Comfort on top of pages that work without it: display switches, menus, rows that open anywhere.
(() => {
  const root = document.documentElement;
  const { toggleTheme, toggleLarge } = window.portalAppearance;

  // Display switches are hidden until now, because they need this script.
  const switches = [
    ["[data-toggle-theme]", toggleTheme, () => root.dataset.bsTheme === "dark"],
    ["[data-toggle-large]", toggleLarge, () => root.hasAttribute("data-large")],
  ];
  for (const [selector, toggle, isOn] of switches) {
    for (const button of document.querySelectorAll(selector)) {
      const show = () => button.setAttribute("aria-pressed", String(isOn()));
      button.hidden = false;
      button.addEventListener("click", () => {
        toggle();
        show();
      });
      show();
    }
  }

  // A menu closes on Escape and on a click beside it.
  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (menu !== except) menu.open = false;
    }
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenus();
  });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));

  // A row opens wherever it is clicked; its first link or button serves the keyboard and pages without
  // JavaScript.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row-open]");
    if (!row || event.target.closest("a, button, input, label, select, summary")) return;
    if (String(getSelection())) return;
    const opener = row.querySelector("a[href], button");
    if (!opener) return;
    if (opener.href && (event.ctrlKey || event.metaKey)) open(opener.href, "_blank", "noopener");
    else opener.click();
  });

  // Tabs that do not all fit show the present one.
  document.querySelector(".unit-nav [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

  // After a refused form the summary is read first.
  document.querySelector(".form-errors")?.focus();

  // Printing opens what is folded, so that paper hides nothing.
  addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll("main details")) folded.open = true;
  });

  // Buttons that print the page or copy a text are hidden until now, because they need this script.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  for (const button of document.querySelectorAll("[data-copy-of]")) {
    if (!navigator.clipboard) break;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.querySelector(button.dataset.copyOf).textContent.trim());
      button.textContent = button.dataset.copied;
    });
  }

  // A page may be older than the sign-in that it is sent under: the token of the cookie is always the present one.
  const TOKEN = "csrfmiddlewaretoken";
  const presentToken = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  document.addEventListener("htmx:configRequest", (event) => {
    const token = presentToken();
    if (token && event.detail.parameters[TOKEN]) event.detail.parameters[TOKEN] = token;
  });
  document.addEventListener("submit", (event) => {
    const field = event.target.elements?.[TOKEN];
    if (field) field.value = presentToken() ?? field.value;
  });

  // What the review pages keep for the places without signal (js/offline/store.js) goes with a sign-out; what has
  // not been sent yet is asked about before.
  const UNSENT = "review-unsent";
  if (/(?:^|; )signed-out=1/.test(document.cookie)) {
    indexedDB.deleteDatabase("review");
    localStorage.removeItem(UNSENT);
    document.cookie = "signed-out=; path=/; max-age=0";
  }
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") !== "/accounts/logout/") return;
    const unsent = Number(localStorage.getItem(UNSENT));
    if (unsent && !confirm(`本机有 ${unsent} 项离线评分还没有上传，退出登录后将删除。确定退出吗？`)) event.preventDefault();
  });

  // The session has ended: the answer says so above the page, which stays as it is (autosave.js: beside the save mark).
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status !== 401) return;
    event.detail.target = document.querySelector("[data-session-ended]");
    event.detail.swapOverride = "innerHTML";
    event.detail.shouldSwap = true;
  });
})();
