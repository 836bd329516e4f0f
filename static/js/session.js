/* Says two minutes before a sign-in ends, extends it in place, and after it has ended waits for a
   sign-in in another window: then it takes over the new form token, so nothing typed is lost. */
(function () {
  "use strict";
  const x = window.xinfang;
  const WARN = 120;
  const SAID_AT = [120, 60, 30, 10];
  const extend = document.body.dataset.sessionExtend;
  const warning = document.getElementById("session-warning");
  if (!extend || !warning) return;

  const channel = window.BroadcastChannel ? new BroadcastChannel("xinfang-session") : null;
  const left = warning.querySelector("[data-session-left]");
  const said = warning.querySelector("[data-session-said]");
  let length = Number(document.body.dataset.sessionSeconds);
  let ends = Date.now() + length * 1000;
  let lastSaid = 0;

  function renew(seconds, tellOthers) {
    length = seconds;
    ends = Date.now() + seconds * 1000;
    warning.hidden = true;
    if (channel && tellOthers) channel.postMessage(seconds);
  }

  function words(seconds) {
    return seconds >= 60 ? Math.floor(seconds / 60) + " 分 " + (seconds % 60) + " 秒" : seconds + " 秒";
  }

  function tick() {
    const seconds = Math.round((ends - Date.now()) / 1000);
    if (seconds > WARN) return;
    warning.hidden = false;
    if (seconds <= 0) { over(); return; }
    left.textContent = words(seconds);
    const mark = SAID_AT.filter(function (each) { return seconds <= each; }).pop();
    if (mark !== lastSaid) { lastSaid = mark; said.textContent = "登录还有 " + words(seconds) + "到期。"; }
  }

  function over() {
    warning.querySelector("#session-title").textContent = "登录已到期";
    warning.querySelector("#session-text").textContent = "页面上填写的内容还在。请在新窗口重新登录，再回到这里继续。";
    warning.querySelector("[data-session-more]").hidden = true;
    warning.querySelector("[data-session-again]").hidden = false;
  }

  function ask() {
    return fetch(extend, { credentials: "same-origin", headers: { Accept: "application/json" } })
      .then(function (response) { if (!response.ok) throw response.status; return response.json(); })
      .then(function (answer) {
        x.all(document, "input[name=csrfmiddlewaretoken]").forEach(function (input) { input.value = answer.token; });
        renew(answer.seconds, true);
      });
  }

  warning.querySelector("[data-session-more]").addEventListener("click", function () { ask().catch(over); });
  window.addEventListener("focus", function () { if (Date.now() >= ends) ask().catch(over); });
  document.addEventListener("xinfang:alive", function () { renew(length, true); });
  document.addEventListener("xinfang:ended", function () { ends = Math.min(ends, Date.now()); tick(); });
  if (channel) channel.onmessage = function (message) { renew(message.data, false); };
  renew(length, true);
  window.setInterval(tick, 1000);
})();
