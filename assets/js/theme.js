// Loaded in the head, before anything is drawn, so that a remembered theme never flashes.
// Shows the button too: a page without JavaScript has none that does nothing.
(function () {
  "use strict";

  var key = "plinth-theme";
  var root = document.documentElement;
  var systemIsDark = window.matchMedia("(prefers-color-scheme: dark)");

  function remembered() {
    try {
      var value = localStorage.getItem(key);
      return value === "light" || value === "dark" ? value : null;
    } catch (_storageRefused) {
      return null;
    }
  }

  function remember(theme) {
    try {
      if (theme) localStorage.setItem(key, theme);
      else localStorage.removeItem(key);
    } catch (_storageRefused) {
      // The choice then holds for this page only.
    }
  }

  function show(theme) {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
  }

  function shown() {
    return root.dataset.theme || (systemIsDark.matches ? "dark" : "light");
  }

  show(remembered());

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-theme-toggle]").forEach(function (button) {
      function label() {
        button.textContent = shown() === "dark" ? "Light theme" : "Dark theme";
      }

      button.addEventListener("click", function () {
        var wanted = shown() === "dark" ? "light" : "dark";
        var system = systemIsDark.matches ? "dark" : "light";
        // Back at the system's own choice there is nothing to remember: the page follows it again.
        var choice = wanted === system ? null : wanted;
        remember(choice);
        show(choice);
        label();
      });
      systemIsDark.addEventListener("change", label);
      window.addEventListener("storage", function (event) {
        if (event.key !== key) return;
        show(remembered());
        label();
      });

      label();
      button.hidden = false;
    });
  });
})();
