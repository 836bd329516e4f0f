// 全选 and 全不选, and how many are chosen; without this every box is ticked by hand.
document.addEventListener("DOMContentLoaded", function () {
  "use strict";
  var count = document.querySelector("[data-chosen-count]");
  var form = count && count.closest("form");
  if (!form) {
    return;
  }
  var boxes = Array.prototype.slice.call(form.querySelectorAll('input[type="checkbox"]'));

  function tell() {
    var chosen = boxes.filter(function (box) { return box.checked; }).length;
    count.textContent = "已选 " + chosen + " 件，共 " + boxes.length + " 件";
  }

  Array.prototype.forEach.call(form.querySelectorAll("[data-choose]"), function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      boxes.forEach(function (box) { box.checked = button.getAttribute("data-choose") === "all"; });
      tell();
    });
  });
  form.addEventListener("change", tell);
  tell();
});
