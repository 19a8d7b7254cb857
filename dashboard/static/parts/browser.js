// What a page tells the browser: the language it is written in, and which kitchen to open next time.
export default function (component) {
  const { lang, name, value } = component.data;
  // Screen readers speak and Firefox reads numbers in this language.
  document.documentElement.lang = lang;
  if (name) {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax${secure}`;
  }
  if (window.larderListens) return;
  window.larderListens = true;
  document.addEventListener("focusin", takeBothMarks);
  document.addEventListener("input", readNumber, true);
  document.addEventListener("focusin", keepTrail);
  document.addEventListener("keydown", findTrail);
}

// A pressed button that is gone or switched off takes the keyboard's place on the page with it: the next Tab goes on
// beside where it stood, not at the top of the page.
const CONTROLS = "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled)";
let trail = [];
let trailBelow = []; // of what was focused before a dialog or menu opened over the page

function keepTrail({ target }) {
  trail = [];
  for (let at = target; at && at !== document.body; at = at.parentElement) trail.push(at);
  if (!target.closest("[role=dialog], [role=menu]")) trailBelow = trail;
}

function findTrail(event) {
  if (event.key !== "Tab" || document.activeElement !== document.body) return;
  const near = [...trail, ...trailBelow].filter((one) => one.isConnected);
  const control = near.find((one) => one.matches(CONTROLS)) ?? near.map((one) => one.querySelector(CONTROLS)).find(Boolean);
  if (!control) return;
  event.preventDefault();
  control.focus();
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

// More than there can be becomes the most: the words of refusal are English in every language.
function readNumber({ target }) {
  if (!isNumber(target)) return;
  let typed = target.value.replaceAll(",", ".");
  if (target.max && Number(typed) > Number(target.max)) typed = target.max;
  if (typed === target.value) return;
  const at = target.selectionStart;
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(target, typed);
  if (at !== null) target.setSelectionRange(at, at);
}
