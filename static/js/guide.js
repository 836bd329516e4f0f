/* The guide by keyboard: a digit chooses, 0 goes back, Enter takes the answer over. Without it the
   same links are there to be followed. */
(function () {
  "use strict";
  if (document.body.dataset.keyboard === "off") return;
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.matches("input, textarea, select") || document.querySelector("dialog[open]")) return;
    if (event.key === "Enter" && event.target.matches("a, button")) return;
    const link = /^(\d|Enter)$/.test(event.key) ? document.querySelector('[data-key="' + event.key + '"]') : null;
    if (!link) return;
    event.preventDefault();
    window.location.assign(link.href);
  });
})();
