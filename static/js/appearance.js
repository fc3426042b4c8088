// Runs in <head>, before anything is painted: restores light or dark and 适老 mode without a flash.
(() => {
  const root = document.documentElement;
  const systemDark = matchMedia("(prefers-color-scheme: dark)");

  const remembered = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage may be forbidden; the system's choice holds then
    }
  };
  const remember = (key, value) => {
    try {
      localStorage.setItem(key, value);
    } catch {
      // the choice lasts for this page only
    }
  };
  const paint = () => {
    root.dataset.bsTheme = remembered("theme") || (systemDark.matches ? "dark" : "light");
    root.toggleAttribute("data-large", remembered("large") === "yes");
  };

  paint();
  systemDark.addEventListener("change", paint);
  window.portalAppearance = {
    toggleTheme() {
      root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
      remember("theme", root.dataset.bsTheme);
    },
    toggleLarge() {
      const large = root.toggleAttribute("data-large");
      remember("large", large ? "yes" : "no");
    },
  };
})();
