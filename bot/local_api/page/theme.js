// @ts-check
// Before anything is drawn, so that a dark page does not flash: the colours that were chosen last.
(() => {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
})();
