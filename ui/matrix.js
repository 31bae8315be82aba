// Who states, contradicts or leaves out what: claims down, outlets across. A cell opens the paragraphs side by side.

function words(cell) {
  return cell.stances.map((stance) => stance.label).join(" and ");
}

function side(source, chosen, open) {
  return el("article", { class: chosen ? "chosen" : "" },
    ...provenance(source),
    el("p", { class: "words" }, pieces(source.parts)),
    el("button", { class: "open", type: "button", onclick: () => open(source) }, "Open the article"));
}

function detail(row, at, data, open) {
  const shown = row.cells.flatMap((cell, column) => cell.refs.map((reference) => ({ column, source: data.sources[reference] })));
  shown.sort((one, other) => (other.column === at) - (one.column === at));
  return el("tr", { class: "detail" }, el("td", { colspan: data.columns.length + 1 },
    el("div", { class: "sides" }, shown.map(({ column, source }) => side(source, column === at, open)))));
}

function cellButton(cell, outlet, toggle) {
  const inside = cell.stances.map((stance) => el("span", { class: stance.tone }, shape(stance.shape)));
  const label = `${outlet}: ${words(cell)}.`;
  const text = el("span", { class: "word" }, words(cell));
  if (!cell.refs.length) return el("span", { class: "cell", role: "img", "aria-label": label, title: label }, inside, text);
  const button = el("button", { class: "cell", type: "button", "aria-expanded": "false", "aria-label": `${label} Show the paragraphs.`, title: label }, inside, text);
  button.addEventListener("click", () => toggle(button));
  return button;
}

function bodyRow(row, data, open) {
  const line = el("tr", {}, el("th", { scope: "row" }, el("span", { class: "claim" }, row.text), sign(row.status)));
  let pressed = null;
  let below = null;
  const toggle = (at) => (button) => {
    const again = pressed === button;
    if (pressed) pressed.setAttribute("aria-expanded", "false");
    if (below) below.remove();
    pressed = below = null;
    if (again) return;
    pressed = button;
    button.setAttribute("aria-expanded", "true");
    below = detail(row, at, data, open);
    line.after(below);
  };
  row.cells.forEach((cell, at) => line.append(
    el("td", { "data-outlet": data.columns[at].outlet }, cellButton(cell, data.columns[at].outlet, toggle(at)))));
  return line;
}

function head(data) {
  const origins = el("tr", { class: "origins" }, el("td", {}), data.spans.map((span) =>
    el("th", { colspan: span.width, scope: "colgroup", class: span.label ? "shared" : "" }, span.label)));
  const outlets = el("tr", {}, el("th", { scope: "col" }, "Claim"), data.columns.map((column) =>
    el("th", { scope: "col" }, el("span", {}, column.outlet))));
  return el("thead", {}, data.spans.some((span) => span.label) && origins, outlets);
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = fresh(parentElement, data);
  if (!root) return;
  const open = (source) => setTriggerValue("open", { paragraph: source.paragraph, start: source.start, end: source.end });
  const legend = el("p", { class: "legend" }, data.legend.map((mark) => sign(mark)));
  const body = el("tbody", {}, data.rows.map((row) => bodyRow(row, data, open)));
  root.append(legend, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Claims and outlets" },
    el("table", {}, head(data), body)));
}
