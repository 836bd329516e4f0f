/* What the other scripts share, and the small things every page has. ES2017 for Chromium 78; no
   page needs any of these scripts: without them links, forms and filters still work. */
window.xinfang = (function () {
  "use strict";

  /** All elements of `root` that match, `root` itself included. */
  function all(root, selector) {
    const found = Array.from(root.querySelectorAll(selector));
    if (root !== document && root.matches(selector)) found.unshift(root);
    return found;
  }

  /** Run now for the page and later for whatever fragment comes into it. */
  function ready(enhance) {
    enhance(document);
    document.addEventListener("fragment:load", function (event) { enhance(event.target); });
  }

  function token() {
    const input = document.querySelector("input[name=csrfmiddlewaretoken]");
    return input ? input.value : "";
  }

  /** Spoken by screen readers, seen by nobody. */
  function say(text) {
    const place = document.getElementById("said");
    if (place) place.textContent = text;
  }

  /** The control an error-summary link or a key should land on. */
  function control(element) {
    const named = "input:not([type=hidden]), select, textarea";
    return element.matches(named) ? element : element.querySelector(named) || element;
  }

  /** The hour in China, whatever zone the machine is set to; there is no summer time. */
  function clock(date) {
    const there = new Date(date.getTime() + 8 * 3600 * 1000);
    return [there.getUTCHours(), there.getUTCMinutes(), there.getUTCSeconds()]
      .map(function (part) { return String(part).padStart(2, "0"); }).join(":");
  }

  return { all: all, ready: ready, token: token, say: say, control: control, clock: clock };
})();

(function () {
  "use strict";
  const x = window.xinfang;

  x.ready(function (root) {
    x.all(root, "[data-shut]").forEach(function (button) { button.hidden = false; });
    x.all(root, "[data-print], [data-fill]").forEach(function (button) { button.hidden = false; });
    const summary = root.querySelector("[data-focus]");
    if (summary) summary.focus();
    x.all(root, "[data-health]").forEach(watchHealth);
  });

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-shut], [data-print], [data-fill], .error-summary a");
    if (!button) return;
    if (button.matches("[data-shut]")) shut(button.closest("[data-note]"));
    else if (button.matches("[data-print]")) window.print();
    else if (button.matches("[data-fill]")) fill(button.dataset);
    else jump(event, button);
  });

  function shut(note) {
    note.remove();
    document.getElementById("main").focus();
  }

  function fill(chosen) {
    document.querySelector("[name=username]").value = chosen.fill;
    const password = document.querySelector("[name=password]");
    password.value = chosen.fillPassword;
    password.form.querySelector("button").focus();
    window.scrollTo(0, 0);
  }

  function jump(event, link) {
    const target = document.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    event.preventDefault();
    const place = x.control(target);
    place.focus();
    place.scrollIntoView({ block: "center" });
  }

  function watchHealth(place) {
    const stamp = document.querySelector("[data-health-at]");
    function look() {
      fetch(place.dataset.health, { credentials: "same-origin" })
        .then(function (response) { return response.json(); })
        .then(function (parts) {
          Object.keys(parts).forEach(function (name) { show(name, parts[name]); });
          stamp.textContent = "截至 " + x.clock(new Date());
        })
        .catch(function () { stamp.textContent = "没有取到新的数据，下面是 " + (stamp.textContent || "尚未取到的") + " 情况"; });
    }
    function show(name, answer) {
      const tile = place.querySelector('[data-part="' + name + '"]');
      if (!tile) return;
      tile.querySelector("strong").textContent = answer === "ok" ? "正常" : answer;
      tile.classList.toggle("near", answer !== "ok");
    }
    look();
    window.setInterval(look, 15000);
  }
})();
