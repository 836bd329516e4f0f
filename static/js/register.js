/* The registration page: an address to come back to, pasted ID cards, chosen files, repeats, the proposal. Without
   it the page has the same buttons as submissions. */
(function () {
  "use strict";
  const x = window.xinfang;
  const form = document.getElementById("registration");
  if (!form) return;

  // Reloading, going back, or opening the page again from the history comes to the same draft.
  window.history.replaceState(null, "", form.dataset.resume);

  /* --- pasted ID cards -------------------------------------------------------------------------- */
  const LABELS = /姓名|性别|民族|出生|住址|地址|公民身份号码|身份证号码|身份证号|身份证|手机号码|手机号|手机|联系电话|电话|号码/g;

  function read(text) {
    const number = (text.match(/(^|[^0-9])(\d{17}[\dXx])(?![0-9])/) || [])[2] || "";
    const rest = text.replace(number, " ");
    const phone = (rest.match(/(^|[^0-9])(1\d{10})(?![0-9])/) || [])[2] || "";
    const named = rest.match(/姓名[:：\s]*([\u4e00-\u9fff·]{2,20})/);
    const place = rest.match(/(?:住址|地址)[:：\s]*(\S{4,60})/);
    const words = rest.replace(place ? place[0] : "", " ").replace(LABELS, " ").match(/[\u4e00-\u9fff·]{2,20}/g) || [];
    return { number: number.toUpperCase(), phone: phone, name: named ? named[1] : words[0] || "", address: place ? place[1] : "" };
  }

  function put(person, marker, value) {
    const input = person.querySelector("[" + marker + "]");
    if (!input || !value) return 0;
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    return 1;
  }

  function spread(input) {
    const told = read(input.value);
    const person = input.closest("[data-person]");
    const filled = put(person, "data-identity-number", told.number) + put(person, "data-person-name", told.name)
      + put(person, "data-person-phone", told.phone) + put(person, "data-person-address", told.address);
    if (!filled) return;
    input.value = "";
    x.say("已填入 " + filled + " 栏。");
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("paste", function (event) {
    const input = event.target;
    if (input.matches && input.matches("[data-identity-paste]")) window.setTimeout(function () { spread(input); }, 0);
  });
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-identity-paste]")) spread(event.target);
  });
  // A card reader types the line and then Enter.
  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target.matches("[data-identity-paste]")) { event.preventDefault(); spread(event.target); }
  });
  x.ready(function (root) {
    x.all(root, "[data-paste-field], [data-not-same]").forEach(function (element) { element.hidden = false; });
  });

  /* --- repeats ------------------------------------------------------------------------------------ */
  const others = new Set();

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-join], [data-not-same]");
    if (!button) return;
    if (button.dataset.join) {
      event.preventDefault();
      form.elements.joins.value = button.dataset.join;
      form.elements.joins.dispatchEvent(new Event("change", { bubbles: true }));
      x.say("将并入 " + button.dataset.join + " 的事项。");
    } else {
      others.add(button.dataset.notSame);
      leaveOut(document);
    }
  });

  function leaveOut(root) {
    x.all(root, "[data-repeat]").forEach(function (one) { one.hidden = others.has(one.dataset.repeat); });
  }
  document.addEventListener("fragment:load", function () { leaveOut(document); });

  /* --- the proposal: F9 takes it over ------------------------------------------------------------ */
  const otherwise = form.querySelector("[data-otherwise]");

  function adopt() {
    const shown = document.querySelector("[data-proposal]");
    if (!shown || !shown.querySelector("[data-adopt]")) return false;
    Object.keys(shown.dataset).forEach(function (key) {
      if (!/^adopt./.test(key)) return;
      const field = form.elements[key.slice("adopt".length).toLowerCase()];
      if (field) field.value = shown.dataset[key];
    });
    const chosen = form.querySelector("[name=kind]:checked");
    if (chosen) chosen.dispatchEvent(new Event("change", { bubbles: true }));
    x.say("已采用分流建议。");
    return true;
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "F9" && adopt()) event.preventDefault();
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-adopt]") && adopt()) event.preventDefault();
  });
  document.addEventListener("fragment:load", function () {
    const shown = document.querySelector("[data-proposal]");
    const differs = Boolean(shown) && shown.dataset.differs === "yes";
    otherwise.hidden = !differs && !otherwise.querySelector(".bad");
  });

  /* --- files -------------------------------------------------------------------------------------- */
  const files = form.querySelector("[data-files]");
  const told = form.querySelector("[data-files-told]");

  files.addEventListener("change", function () {
    const chosen = Array.from(files.files);
    const large = chosen.filter(function (file) { return file.size > Number(files.dataset.maxBytes); });
    const total = chosen.reduce(function (sum, file) { return sum + file.size; }, 0);
    told.classList.toggle("error", large.length > 0);
    if (large.length) told.textContent = "“" + large[0].name + "”太大，请压缩或者分开后再选。";
    else told.textContent = chosen.length ? "已选 " + chosen.length + " 个，共 " + (total / 1048576).toFixed(1) + " MB，登记时一并上传。" : "";
  });

  ["dragenter", "dragover"].forEach(function (name) {
    form.addEventListener(name, function (event) {
      if (!Array.from(event.dataTransfer.types).includes("Files")) return;
      event.preventDefault();
      files.closest(".card").classList.add("dropping");
    });
  });
  ["dragleave", "drop"].forEach(function (name) {
    form.addEventListener(name, function () { files.closest(".card").classList.remove("dropping"); });
  });
  form.addEventListener("drop", function (event) {
    if (event.target === files || !event.dataTransfer.files.length) return;
    event.preventDefault();
    files.files = event.dataTransfer.files;
    files.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
