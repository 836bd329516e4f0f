/* Pieces of a page fetched without a reload. Without it the same forms simply send, and the page
   that comes back says the same. A piece may carry parts for other places: [data-place=id]. */
(function () {
  "use strict";
  const x = window.xinfang;

  function post(url, form) {
    const data = new FormData(form);
    Array.from(form.elements).forEach(function (element) {
      if (element.type === "file" && element.name) data.delete(element.name);
    });
    return window.fetch(url, { method: "POST", body: data, credentials: "same-origin", headers: { "X-Fragment": "1" } })
      .then(function (answer) { return answer.ok && !answer.redirected ? answer.text() : Promise.reject(answer); });
  }

  function show(target, html) {
    const piece = document.createElement("template");
    piece.innerHTML = html;
    Array.from(piece.content.querySelectorAll("[data-place]")).forEach(function (part) {
      const place = document.getElementById(part.dataset.place);
      part.remove();
      if (place) place.innerHTML = part.innerHTML;
    });
    target.textContent = "";
    target.appendChild(piece.content);
    target.dispatchEvent(new CustomEvent("fragment:load", { bubbles: true }));
  }

  /* A panel that follows what is typed: one question on its way at a time, the newest one last. */
  function follow(panel) {
    const form = document.getElementById(panel.dataset.follows);
    let timer = 0, asking = false, again = false;

    function ask() {
      if (asking) { again = true; return; }
      asking = true;
      post(panel.dataset.url, form)
        .then(function (html) { show(panel, html); })
        .catch(function () { /* What was shown stays; the next change asks again. */ })
        .then(function () {
          asking = false;
          if (again) { again = false; ask(); }
        });
    }

    function soon(delay) {
      return function () { window.clearTimeout(timer); timer = window.setTimeout(ask, delay); };
    }
    form.addEventListener("change", soon(250));
    form.addEventListener("input", soon(600));
    if (panel.hasAttribute("data-now")) ask();
  }

  x.all(document, "[data-follows]").forEach(follow);

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!form.dataset.shows) return;
    event.preventDefault();
    post(form.action, form)
      .then(function (html) { show(document.querySelector(form.dataset.shows), html); })
      .catch(function () { form.submit(); });
  });
})();
