/* Single keys for those who work through lists all day; the account page switches them off. */
(function () {
  "use strict";
  const x = window.xinfang;
  const AFTER_G = 1000;
  let lastG = 0;

  function typing(element) {
    return element.isContentEditable || element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
  }

  function rowLinks() {
    return x.all(document, ".rows tbody tr:not(.group)").map(function (row) {
      return row.querySelector("a[data-open], .t a, a");
    }).filter(Boolean);
  }

  function step(by) {
    const links = rowLinks();
    if (!links.length) return;
    const at = links.findIndex(function (link) { return link.closest("tr").classList.contains("is-at"); });
    const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by));
    links[next].focus();
    links[next].scrollIntoView({ block: "nearest" });
  }

  // The row that holds the focus is marked, by whatever means the focus came there.
  document.addEventListener("focusin", function (event) {
    x.all(document, "tr.is-at").forEach(function (row) { row.classList.remove("is-at"); });
    const row = event.target.closest ? event.target.closest(".rows tbody tr:not(.group)") : null;
    if (row) row.classList.add("is-at");
  });

  function follow(selector) {
    const link = document.querySelector(selector);
    if (link) window.location.assign(link.href);
    return Boolean(link);
  }

  const KEYS = {
    "/": function () { const box = document.querySelector("[data-search]"); if (box) { box.focus(); box.select(); } return Boolean(box); },
    j: function () { step(1); return true; },
    k: function () { step(-1); return true; },
    n: function () { return follow('[data-menu="petitions:register"]'); },
    "?": function () { const help = document.getElementById("help-dialog"); if (help && !help.open) x.show(help); return Boolean(help); },
    g: function () { lastG = Date.now(); return true; },
    t: function () { return Date.now() - lastG < AFTER_G && follow('[data-menu="petitions:today"]'); },
  };

  if (document.body.dataset.keyboard === "off") return;
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const act = Object.prototype.hasOwnProperty.call(KEYS, event.key) ? KEYS[event.key] : null;
    if (act && act()) event.preventDefault();
  });
})();
