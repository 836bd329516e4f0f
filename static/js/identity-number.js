/* Help while an ID number is typed: check character, birth and sex at once. The server decides;
   this only says so earlier. Inputs stand inside one [data-person]:
   data-identity-number, data-identity-birth, data-identity-sex, data-person-name, data-person-phone. */
(function () {
  "use strict";
  const x = window.xinfang;
  const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const CHECKS = "10X98765432";

  function checkCharacter(number) {
    const sum = WEIGHTS.reduce(function (total, weight, place) { return total + weight * Number(number[place]); }, 0);
    return CHECKS[sum % 11];
  }

  function birth(number) {
    const year = Number(number.slice(6, 10)), month = Number(number.slice(10, 12)), day = Number(number.slice(12, 14));
    const date = new Date(year, month - 1, day);
    const real = date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === day;
    return real && date <= new Date() ? [year, month, day] : null;
  }

  function read(number) {
    if (!/^\d{17}[\dX]$/.test(number)) return { problem: "身份证号应为 18 位，例如 11010519491231002X。" };
    const born = birth(number);
    if (!born) return { problem: "身份证号第 7 至 14 位不是真实的出生日期。请核对证件。" };
    const right = checkCharacter(number);
    if (right !== number[17]) return { problem: "身份证号末位校验不符，应为 " + right + "。请核对证件。" };
    return { born: born, sex: Number(number[16]) % 2 ? "男" : "女" };
  }

  function person(input) { return input.closest("[data-person]") || input.form; }

  function put(input, name, value) {
    const other = person(input).querySelector("[" + name + "]");
    if (!other || !value) return;
    if (other.tagName === "SELECT") {
      const option = Array.from(other.options).find(function (each) { return each.text.trim() === value; });
      if (option) other.value = option.value;
    } else if (other.matches("input, textarea")) other.value = value;
    else other.textContent = value;
  }

  function look(input, finished) {
    const number = input.value.replace(/\s/g, "").toUpperCase();
    const place = note(input);
    place.textContent = "";
    place.className = "hint";
    if (!number || (number.length < 18 && !finished)) return;
    const told = read(number);
    if (told.problem) {
      place.textContent = told.problem;
      place.className = "error";
      return;
    }
    place.textContent = told.born[0] + "年" + told.born[1] + "月" + told.born[2] + "日出生，" + told.sex;
    put(input, "data-identity-birth", told.born.map(function (part) { return String(part).padStart(2, "0"); }).join("-"));
    put(input, "data-identity-sex", told.sex);
  }

  function note(input) {
    let place = input.parentNode.querySelector("[data-identity-told]");
    if (!place) {
      place = document.createElement("div");
      place.setAttribute("data-identity-told", "");
      place.setAttribute("aria-live", "polite");
      input.insertAdjacentElement("afterend", place);
    }
    return place;
  }

  /** “身份证 11010519491231002X 张三 13800004821” pasted into one field fills them all. */
  function spread(event) {
    const input = event.target;
    const text = event.clipboardData.getData("text");
    const number = (text.match(/\d{17}[\dXx]/) || [""])[0];
    const rest = text.replace(number, " ");
    const phone = (rest.match(/1\d{10}/) || [""])[0];
    const names = rest.replace(/姓名|身份证号码|身份证号|身份证|公民|电话|手机|号码/g, " ").match(/[\u4e00-\u9fff·]{2,20}/g) || [];
    if (!number || text.trim().length === number.length) return;
    event.preventDefault();
    input.value = number.toUpperCase();
    put(input, "data-person-phone", phone);
    put(input, "data-person-name", names[0]);
    look(input, true);
  }

  document.addEventListener("input", function (event) {
    if (event.target.matches("[data-identity-number]")) look(event.target, false);
  });
  document.addEventListener("focusout", function (event) {
    if (event.target.matches("[data-identity-number]")) look(event.target, true);
  });
  document.addEventListener("paste", function (event) {
    if (event.target.matches && event.target.matches("[data-identity-number]")) spread(event);
  });

  window.xinfang.readIdentityNumber = read;
})();
