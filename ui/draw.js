// Drawing for every component: elements, shapes, quoted paragraphs. Data only ever becomes text, never markup.

const SVG = "http://www.w3.org/2000/svg";

// One shape for each meaning, the same on every page and readable without colour.
const SHAPES = {
  verified: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm3.4 4.6-4.1 4.3-2.6-2.5 1-1.1 1.5 1.5 3.1-3.3Z",
  unsupported: "M8 2.2 14.6 13.6H1.4ZM7.3 6.4v3.6h1.4V6.4Zm0 4.6v1.4h1.4V11Z",
  states: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11Z",
  contradicts: "M8 1 15 8 8 15 1 8ZM5.9 4.9 4.9 5.9 7 8 4.9 10.1 5.9 11.1 8 9 10.1 11.1 11.1 10.1 9 8 11.1 5.9 10.1 4.9 8 7Z",
  silent: "M3 7.3h10v1.4H3Z",
  agreed: "M2.5 5h11v1.8h-11ZM2.5 9.2h11V11h-11Z",
  differs: "M2.5 5h6l1.3-2.6 1.6.8-.9 1.8h3v1.8H9.6L8.4 9.2h5.1V11H7.5l-1.3 2.6-1.6-.8.9-1.8h-3V9.2h3.9l1.2-2.4H2.5Z",
  single: "M8 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Zm0 1.6a2.9 2.9 0 1 1 0 5.8 2.9 2.9 0 0 1 0-5.8Z",
  revised: "M2 7.1h8.2L7.6 4.5l1.2-1.2L13.5 8l-4.7 4.7-1.2-1.2 2.6-2.6H2Z",
  rounded: "M2.4 6.6c1-1.9 3-2.2 4.9-1.2 1.9 1 2.9 1 4-.6l1.6 1c-1.6 2.6-3.7 2.6-6.2 1.3-1.3-.7-2.3-.6-2.8.4Zm0 4.4c1-1.9 3-2.2 4.9-1.2 1.9 1 2.9 1 4-.6l1.6 1c-1.6 2.6-3.7 2.6-6.2 1.3-1.3-.7-2.3-.6-2.8.4Z",
};

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

function shape(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "shape");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name] || "");
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}

// A word with its shape and tone: {shape, tone, label}.
function sign(mark, extra) {
  if (!mark) return null;
  return el("span", { class: `sign ${mark.tone} ${extra || ""}` }, shape(mark.shape), mark.label);
}

// A text in pieces, some of them marked: [{text, mark}].
function pieces(parts) {
  return (parts || []).map((part) => (part.mark ? el("mark", {}, part.text) : document.createTextNode(part.text)));
}

// The head line of a source: outlet and date, then the title.
function provenance(source) {
  return [
    el("p", { class: "outlet" }, el("strong", {}, source.outlet), el("span", { class: "date" }, source.date)),
    el("p", { class: "title" }, source.title),
  ];
}

// Draws again only when the data changed, so that a rerun of the page moves neither focus nor scroll position.
const drawn = new WeakMap();

function fresh(parentElement, data) {
  const text = JSON.stringify(data);
  if (drawn.get(parentElement) === text) return null;
  drawn.set(parentElement, text);
  const root = parentElement.querySelector(".root");
  root.replaceChildren();
  return root;
}
