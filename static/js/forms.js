/* Forms: sent once, sent by Ctrl+Enter, counted, shown when they apply, rows added and dropped. */
(function () {
  "use strict";
  const x = window.xinfang;

  /* --- once ---------------------------------------------------------------------------------- */
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-many")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    // After this turn: the pressed button's own name and value must still travel.
    window.setTimeout(function () { busy(form, true); }, 0);
  });

  window.addEventListener("pageshow", function () {
    x.all(document, "form[data-sent]").forEach(release);
  });
  function release(form) {
    delete form.dataset.sent;
    busy(form, false);
  }

  function busy(form, is) {
    Array.from(form.elements).concat(x.all(document, '[form="' + form.id + '"]')).forEach(function (element) {
      if (element.tagName !== "BUTTON" || element.type !== "submit") return;
      if (is && !element.disabled) { element.dataset.busy = "1"; element.disabled = true; element.setAttribute("aria-busy", "true"); }
      if (!is && element.dataset.busy) { delete element.dataset.busy; element.disabled = false; element.removeAttribute("aria-busy"); }
    });
  }

  /* --- Ctrl+Enter ---------------------------------------------------------------------------- */
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const around = event.target.closest("form");
    const form = around && around.hasAttribute("data-primary") ? around : document.querySelector("form[data-primary]");
    if (!form) return;
    event.preventDefault();
    const button = form.querySelector("button.primary:not([type=button])")
      || document.querySelector('button.primary[form="' + form.id + '"]');
    if (button) button.click(); else form.requestSubmit();
  });

  /* --- how many characters -------------------------------------------------------------------- */
  function count(area) {
    const limit = Number(area.dataset.count || area.maxLength);
    const length = Array.from(area.value).length;
    area.counter.textContent = length + " / " + limit + " 字";
    area.counter.classList.toggle("over", length > limit);
  }

  /* --- parts that apply only to some answers --------------------------------------------------- */
  function applies(part) {
    return part.dataset.showWhen.split("|").some(function (one) { return holds(part, one.split("=")); });
  }

  /** Whether the entry of this name has one of these values: "name=a,b", "name=*" for any. */
  function holds(part, rule) {
    const form = part.closest("form") || document;
    const given = x.all(form, '[name="' + rule[0] + '"]').filter(function (input) {
      return (input.type !== "radio" && input.type !== "checkbox") || input.checked;
    }).map(function (input) { return input.value; });
    return given.some(function (value) { return rule[1] === "*" ? value : rule[1].split(",").includes(value); });
  }

  /** Hidden inputs are disabled too: a required one out of sight would block the form silently. */
  function showParts(root) {
    x.all(root, "[data-show-when]").forEach(function (part) {
      const shown = applies(part);
      part.hidden = !shown;
      x.all(part, "input, select, textarea").forEach(function (input) {
        if (!shown && !input.disabled) { input.disabled = true; input.dataset.asleep = "1"; }
        if (shown && input.dataset.asleep) { input.disabled = false; delete input.dataset.asleep; }
      });
    });
  }

  document.addEventListener("change", function (event) {
    if (event.target.form) showParts(event.target.form);
  });
  document.addEventListener("input", function (event) {
    if (event.target.counter) count(event.target);
  });

  /* --- rows of a formset ------------------------------------------------------------------------ */
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-add], [data-drop]");
    if (!button) return;
    const set = button.closest("[data-formset]");
    if (button.hasAttribute("data-add")) add(set); else drop(button.closest("[data-row]"));
    tally(set);
  });

  function total(set) {
    return document.getElementById("id_" + set.dataset.formset + "-TOTAL_FORMS");
  }

  function rows(set) {
    return x.all(set, "[data-row]").filter(function (row) { return !row.hidden; });
  }

  function add(set) {
    const next = total(set);
    const holder = document.createElement("div");
    holder.innerHTML = set.querySelector("template").innerHTML.split("__prefix__").join(next.value);
    const row = holder.firstElementChild;
    set.querySelector("[data-rows]").appendChild(row);
    next.value = Number(next.value) + 1;
    enhance(row);
    x.control(row).focus();
    x.say("已增加一行。");
  }

  /** A row the server knows is ticked for deletion; a new one simply goes. */
  function drop(row) {
    const mark = row.querySelector('input[name$="-DELETE"]');
    if (mark) { mark.checked = true; row.hidden = true; } else row.remove();
    x.say("已去掉一行。");
  }

  function tally(set) {
    const there = rows(set).length;
    x.all(set, "[data-tally]").forEach(function (place) { place.textContent = there; });
    x.all(set, "[data-add]").forEach(function (button) {
      button.hidden = false;
      button.disabled = there >= Number(set.dataset.max || 1000);
    });
  }

  function enhance(root) {
    x.all(root, "textarea[data-count]").forEach(function (area) {
      area.counter = document.createElement("div");
      area.counter.className = "counter";
      area.insertAdjacentElement("afterend", area.counter);
      count(area);
    });
    x.all(root, "[data-drop]").forEach(function (button) { button.hidden = false; });
    x.all(root, "[data-formset]").forEach(tally);
    showParts(root);
  }

  x.ready(enhance);

  /* --- what is still to be filled in -------------------------------------------------------------- */
  x.all(document, "[data-lacking]").forEach(function (list) {
    const form = list.closest("form");
    function count() {
      const data = new FormData(form);
      const links = x.all(list, "[data-lacks]");
      links.forEach(function (link) { link.hidden = Boolean(String(data.get(link.dataset.lacks) || "").trim()); });
      list.hidden = links.every(function (link) { return link.hidden; });
    }
    form.addEventListener("input", count);
    form.addEventListener("change", count);
    count();
  });
})();
