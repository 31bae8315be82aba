// The figures of a run, two runs compared, lists of cases, and the paragraphs of one case. A click on a case opens it.

Object.assign(SHAPES, {
  better: "M8 2 14 9h-3.8v5H5.8V9H2Z",
  worse: "M8 14 2 7h3.8V2h4.4v5H14Z",
  tied: "M2.5 5h11v1.8h-11ZM2.5 9.2h11V11h-11Z",
});

// Where the value stands and how sure it is: a band for the interval, a stroke for the value, a hairline for zero.
function band(row) {
  if (!row.band) return null;
  const { low, high, at, zero } = row.band;
  return el("span", { class: `band ${row.tone || ""}`, "aria-hidden": "true" },
    zero === undefined ? null : el("i", { class: "zero", style: `left:${zero}%` }),
    el("i", { class: "range", style: `left:${low}%;width:${Math.max(high - low, 0.6)}%` }),
    el("i", { class: "at", style: `left:${at}%` }));
}

function named(row) {
  return el("th", { scope: "row" },
    el("span", { class: "name" }, row.name), el("span", { class: "means" }, row.means), sign(row.sign, "rule"));
}

function figureRow(row) {
  return el("tr", {}, named(row),
    el("td", { class: "value" }, row.value),
    el("td", { class: "drawn" }, band(row)),
    el("td", { class: "interval" }, row.interval),
    el("td", { class: "count" }, el("span", {}, row.scored), sign(row.unscored)));
}

function comparedRow(row) {
  return el("tr", {}, named(row),
    el("td", { class: "value" }, el("span", { class: "was" }, row.old), " \u2192 ", row.new),
    el("td", { class: "drawn" }, band(row)),
    el("td", { class: "interval" }, el("span", { class: "difference" }, row.difference), el("span", {}, row.interval), el("span", {}, row.p)),
    el("td", { class: "count" }, sign(row.verdict, "verdict"), el("span", {}, row.detectable)));
}

const TABLES = {
  figures: { row: figureRow, head: ["Figure", "Value", "", "95% interval", "Cases"] },
  compared: { row: comparedRow, head: ["Figure", "Before, now", "", "Difference, 95% interval", "Verdict"] },
};

function table(kind, rows) {
  const { row, head } = TABLES[kind];
  return el("table", { class: kind },
    el("thead", {}, el("tr", {}, head.map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, rows.map(row)));
}

function section(kind, part) {
  const summary = el("summary", {},
    el("span", { class: "suite" }, part.name), sign(part.sign),
    el("span", { class: "about" }, part.about),
    part.key && el("span", { class: "key" }, part.key));
  return el("details", { open: part.open }, summary, table(kind, part.rows));
}

function caseRow(one, open) {
  const button = el("button", { class: "case", type: "button" },
    el("span", { class: "where" }, one.where),
    el("span", { class: "question" }, one.question),
    el("span", { class: "lost" }, sign(one.sign), el("span", {}, one.lost)));
  button.addEventListener("click", () => open(one));
  return el("li", {}, button);
}

function paragraph(source) {
  return el("li", {}, el("span", { class: "number" }, source.number),
    el("div", {}, provenance(source), el("p", { class: "words" }, pieces(source.parts))));
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = fresh(parentElement, data);
  if (!root) return;
  if (data.sections) root.append(...data.sections.map((part) => section(data.kind, part)));
  if (data.cases) {
    const open = (one) => setTriggerValue("open", { suite: one.suite, id: one.id });
    root.append(el("ul", { class: "cases" }, data.cases.map((one) => caseRow(one, open))));
  }
  if (data.paragraphs) root.append(el("ol", { class: "paragraphs" }, data.paragraphs.map(paragraph)));
}
