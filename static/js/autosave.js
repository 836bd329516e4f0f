/* <form data-autosave="URL">: the fields (no files) go to the server every ten seconds when changed,
   when the writer leaves the form or the page. Nothing typed is kept in the browser.
   Answer: {"saved_at": "10:32:08", "url": next address, "fields": {name: value}}, all optional. */
(function () {
  "use strict";
  const EVERY = 10000;
  const x = window.xinfang;

  function watch(form) {
    const status = document.querySelector("[data-autosave-status]");
    let kept = written(form);
    let saving = false;

    function save() {
      const now = written(form);
      if (saving || now === kept || form.dataset.sent) return;
      saving = true;
      fetch(form.dataset.autosave, { method: "POST", body: body(form), credentials: "same-origin", redirect: "manual", headers: { "X-CSRFToken": x.token(), Accept: "application/json" } })
        .then(function (response) {
          if (!response.ok) throw response.status;
          document.dispatchEvent(new CustomEvent("xinfang:alive"));
          return response.json();
        })
        .then(function (answer) {
          const untouched = written(form) === now;
          apply(answer);
          kept = untouched ? written(form) : now;
        })
        .catch(failed)
        .then(function () { saving = false; });
    }

    function apply(answer) {
      if (answer.url) form.dataset.autosave = answer.url;
      Object.keys(answer.fields || {}).forEach(function (name) {
        if (form.elements[name]) form.elements[name].value = answer.fields[name];
      });
      tell("已自动保存 " + (answer.saved_at || x.clock(new Date())), false);
    }

    function failed(status) {
      const ended = status === 401 || status === 403 || status === 0;
      if (ended) document.dispatchEvent(new CustomEvent("xinfang:ended"));
      tell(ended ? "登录已到期，内容还在页面上，重新登录后继续保存。" : "没有保存成功，正在重试。您的内容还在页面上。", true);
    }

    function tell(text, bad) {
      if (!status) return;
      status.textContent = text;
      status.classList.toggle("failed", bad);
    }

    window.setInterval(save, EVERY);
    form.addEventListener("focusout", save);
    document.addEventListener("visibilitychange", function () {
      // The page may be gone a moment later, so this one cannot wait for an answer.
      if (document.visibilityState === "hidden" && written(form) !== kept && !form.dataset.sent) {
        navigator.sendBeacon(form.dataset.autosave, body(form));
      }
    });
  }

  function body(form) {
    const fields = new FormData();
    new FormData(form).forEach(function (value, name) {
      if (typeof value === "string") fields.append(name, value);
    });
    return fields;
  }

  function written(form) {
    const pairs = [];
    body(form).forEach(function (value, name) { if (name !== "csrfmiddlewaretoken") pairs.push(name + "=" + value); });
    return pairs.join("\n");
  }

  x.ready(function (root) { x.all(root, "form[data-autosave]").forEach(watch); });
})();
