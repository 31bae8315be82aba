// When things happened (diamonds, bars for months) against when they were reported (circles), one event a row.

const WIDTH = 600; // The drawing is stretched to the lane; marks that must keep their shape are elements above it.
const HEIGHT = 38;
const EVENT = 10;
const REPORT = 27;

function draw(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}

function line(from, to, top, bottom, kind) {
  return draw("line", { x1: from * WIDTH, x2: to * WIDTH, y1: top, y2: bottom, class: kind });
}

// A day is a diamond, a month or year a bar, and what lies before the chart points to the left.
function happened(row) {
  if (row.edge) return el("i", { class: "event before", title: `${row.date}, before these days` });
  if (row.from === row.to) return el("i", { class: "event", style: `left:${row.from * 100}%`, title: row.date });
  return el("i", { class: "event span", style: `left:${row.from * 100}%;width:${(row.to - row.from) * 100}%`, title: row.date });
}

function lane(row, data) {
  const svg = draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  const from = row.edge ? 0 : row.from;
  svg.append(...data.ticks.map((tick) => line(tick.at, tick.at, 0, HEIGHT, "grid")),
    ...row.reports.map((found) => line(from, found.at, EVENT, REPORT, "lag")));
  return svg;
}

function report(found, row, open) {
  const outlets = found.outlets.join(", ");
  const label = `Reported ${found.date} by ${outlets}. Open the article.`;
  return el("button", { class: "report", type: "button", title: `${outlets}, ${found.date}`, "aria-label": label, style: `left:${found.at * 100}%`, onclick: () => open(found) },
    found.outlets.length > 1 ? found.outlets.length : "");
}

function rowOf(row, data, open) {
  return el("li", {},
    el("div", { class: "what" }, el("span", { class: "when" }, row.date), el("span", { class: "text", title: row.text }, row.text)),
    el("div", { class: "lane" }, lane(row, data), happened(row), row.reports.map((found) => report(found, row, open))));
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = fresh(parentElement, data);
  if (!root) return;
  const open = (found) => setTriggerValue("open", { paragraph: found.paragraph, start: found.start, end: found.end });
  const axis = el("div", { class: "axis", "aria-hidden": "true" }, el("span", { class: "what" }), el("div", { class: "lane" },
    data.ticks.map((tick) => el("span", { style: `left:${tick.at * 100}%` }, tick.label))));
  root.append(
    el("p", { class: "legend" }, el("span", {}, el("i", { class: "key day" }), data.legend[0]), el("span", {}, el("i", { class: "key told" }), data.legend[1])),
    axis, el("ol", {}, data.rows.map((row) => rowOf(row, data, open))));
}
