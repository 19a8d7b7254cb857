// A document's picture with a box around each line. A box can be pressed, by finger or key; with `draw` a new one is
// drawn over what was not seen; with `keys` the digits and Enter answer the question beside it.
const SVG = "http://www.w3.org/2000/svg";

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const box = parentElement.querySelector(".paper");
  const [left, top, width, height] = data.crop ?? [0, 0, data.width, data.height];

  const page = element("svg", { viewBox: `${left} ${top} ${width} ${height}`, role: "group", "aria-label": data.alt });
  page.append(element("image", { href: data.url, width: data.width, height: data.height }));
  for (const one of data.boxes) page.append(rectangle(one));
  box.replaceChildren(page);
  if (data.draw) listenForDrawing();

  function element(name, attributes) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function rectangle({ id, label, look, box: [x0, y0, x1, y1] }) {
    const shape = { x: x0, y: y0, width: x1 - x0, height: y1 - y0, rx: 4, class: look };
    if (!id) return element("rect", shape);
    const made = element("rect", { ...shape, class: `${look} tap`, role: "button", tabindex: 0, "aria-label": label });
    const press = () => setTriggerValue("line", id);
    made.addEventListener("click", () => { if (!data.draw) press(); });
    made.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        event.stopPropagation();
        press();
      }
    });
    return made;
  }

  function place(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(page.getScreenCTM().inverse());
    return [Math.min(Math.max(point.x, 0), data.width), Math.min(Math.max(point.y, 0), data.height)];
  }

  function listenForDrawing() {
    page.classList.add("draws");
    let from = null;
    let drawn = null;
    page.addEventListener("pointerdown", (event) => {
      from = place(event);
      drawn?.remove();
      drawn = element("rect", { class: "drawn", rx: 4 });
      page.append(drawn);
      page.setPointerCapture(event.pointerId);
    });
    page.addEventListener("pointermove", (event) => {
      if (from) outline(drawn, from, place(event));
    });
    page.addEventListener("pointerup", (event) => {
      if (!from) return;
      const [x0, y0, x1, y1] = corners(from, place(event));
      from = null;
      const least = data.width * 0.02;
      if (x1 - x0 > least && y1 - y0 > least) setTriggerValue("drawn", [x0, y0, x1, y1].map(Math.round));
    });
  }

  function corners([ax, ay], [bx, by]) {
    return [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)];
  }

  function outline(shape, from, to) {
    const [x0, y0, x1, y1] = corners(from, to);
    for (const [key, value] of Object.entries({ x: x0, y: y0, width: x1 - x0, height: y1 - y0 }))
      shape.setAttribute(key, value);
  }

  function onKey(event) {
    const target = event.composedPath()[0];
    const isTyping = target.closest?.("input, textarea, select, button, a, [role=button], [role=dialog], [contenteditable]");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("[role=dialog]")) return;
    if (/^[1-9]$/.test(event.key) || event.key === "Enter") {
      event.preventDefault();
      setTriggerValue("key", event.key);
    }
  }

  if (data.keys) document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
