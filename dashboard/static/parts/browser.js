// What a page tells the browser: the language it is written in, and which kitchen to open next time.
export default function (component) {
  const { lang, name, value } = component.data;
  // Screen readers speak and Firefox reads numbers in this language.
  document.documentElement.lang = lang;
  if (name) {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax${secure}`;
  }
  if (!window.larderNumbers) {
    window.larderNumbers = true;
    document.addEventListener("focusin", takeBothMarks);
    document.addEventListener("input", readComma, true);
  }
}

function isNumber(field) {
  return field instanceof HTMLInputElement && field.dataset.testid === "stNumberInputField";
}

// A number field of the browser drops the mark of the other language: "0,5" became 05, ten times as much.
function takeBothMarks({ target }) {
  if (isNumber(target) && target.type === "number") {
    target.type = "text";
    target.inputMode = "decimal";
  }
}

function readComma({ target }) {
  if (!isNumber(target) || !target.value.includes(",")) return;
  const at = target.selectionStart;
  const written = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
  written.set.call(target, target.value.replaceAll(",", "."));
  target.setSelectionRange(at, at);
}
