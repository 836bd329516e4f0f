/* Asks before what cannot be undone: <form data-confirm="…"> or <button data-confirm="…">. */
(function () {
  "use strict";
  const dialog = document.getElementById("confirm-dialog");
  const answered = new WeakSet();
  let pressed = null;

  document.addEventListener("click", function (event) {
    const button = event.target.closest("button, input[type=submit]");
    if (button) pressed = button;
    if (event.target.closest("[data-shut-dialog]")) event.target.closest("dialog").close();
    const opener = event.target.closest("[data-open-dialog]");
    if (opener) show(document.getElementById(opener.dataset.openDialog));
  });

  // Capturing, so that the question comes before anything else hears of the submission.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    const by = pressed && pressed.form === form ? pressed : null;
    const text = (by && by.dataset.confirm) || form.dataset.confirm;
    if (!text || answered.has(form)) { answered.delete(form); return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(text, by ? by.textContent.trim() : "", function () {
      answered.add(form);
      if (by) by.click(); else form.requestSubmit();
    });
  }, true);

  function ask(text, verb, go) {
    if (!dialog || !dialog.showModal) {
      if (window.confirm(text)) go();
      return;
    }
    dialog.querySelector("[data-confirm-text]").textContent = text;
    const yes = dialog.querySelector("[data-confirm-yes]");
    yes.textContent = verb || "确定";
    yes.onclick = function () { dialog.close(); go(); };
    dialog.querySelector("[data-confirm-no]").onclick = function () { dialog.close(); };
    show(dialog);
    dialog.querySelector("[data-confirm-no]").focus();
  }

  function show(element) {
    const before = document.activeElement;
    if (element.showModal) element.showModal(); else element.setAttribute("open", "");
    element.addEventListener("close", function () { if (before) before.focus(); }, { once: true });
  }

  window.xinfang.show = show;
})();
