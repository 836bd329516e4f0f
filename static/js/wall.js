/* The wall renews its figures each minute in place. What was shown stays while the server is away,
   with a word about it. Without this script the page reloads itself. */
(function () {
  "use strict";
  const x = window.xinfang, body = document.querySelector("[data-wall]");
  if (!body) return;
  const place = body.querySelector("[data-wall-place]"), at = body.querySelector("[data-wall-at]");
  const stale = body.querySelector("[data-wall-stale]"), pause = body.querySelector("[data-wall-pause]");
  const clock = body.querySelector("[data-wall-clock]"), STOPPED = stale.textContent;
  let paused = false;

  function warn(text) {
    stale.hidden = !text;
    if (text && stale.textContent !== text) stale.textContent = text;
  }

  function show(html) {
    const piece = document.createElement("template");
    piece.innerHTML = html;
    const told = piece.content.querySelector("[data-at]");
    if (!told) throw new Error("not the wall");
    place.textContent = "";
    place.appendChild(piece.content);
    at.textContent = "数据时间 " + told.dataset.at;
    warn("stale" in told.dataset ? STOPPED : "");
  }

  function renew() {
    if (paused) return;
    window.fetch(window.location.href, { credentials: "same-origin", headers: { "X-Fragment": "1" } })
      .then(function (answer) {
        if (answer.redirected) throw new Error("signed out");
        return answer.ok ? answer.text() : Promise.reject(new Error("HTTP " + answer.status));
      })
      .then(show)
      .catch(function (error) {
        warn(error.message === "signed out" ? "登录已到期，请重新登录后打开大屏；下面是到期前的数字。" : "没有取到新的数据，下面是上一次的数字。");
      });
  }

  function toggle() {
    paused = !paused;
    pause.textContent = paused ? "继续刷新" : "暂停刷新";
    if (!paused) renew();
  }

  function tick() {
    clock.textContent = x.clock(new Date()).slice(0, 5);
  }

  pause.hidden = false;
  pause.addEventListener("click", toggle);
  document.addEventListener("keydown", function (event) {
    if (event.key === "p" || event.key === "P") toggle();
  });
  tick();
  window.setInterval(tick, 1000);
  window.setInterval(renew, Number(body.dataset.wall) * 1000);
})();
