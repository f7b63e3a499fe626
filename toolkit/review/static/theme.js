/* Colours: as the system says, light, or dark; and preferences kept in the browser where it lets us. */
"use strict";

const prefs = {
  get(key, fallback) {
    try {
      return localStorage.getItem(`toolkit-review:${key}`) ?? fallback;
    } catch {
      return fallback;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(`toolkit-review:${key}`, value);
      return true;
    } catch {
      return false;
    }
  },
};

(() => {
  const names = ["auto", "light", "dark"];
  const button = document.getElementById("theme");
  let theme = names.includes(prefs.get("theme", "auto")) ? prefs.get("theme", "auto") : "auto";
  const show = () => {
    document.documentElement.dataset.theme = theme;
    document.getElementById("theme-name").textContent = theme;
    button.setAttribute("aria-label", `Colours: ${theme === "auto" ? "as the system" : theme}`);
  };
  button.addEventListener("click", () => {
    theme = names[(names.indexOf(theme) + 1) % names.length];
    prefs.set("theme", theme);
    show();
  });
  show();
  document.documentElement.dataset.js = "";
})();
