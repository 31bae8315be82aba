// Who states, contradicts or leaves out what: claims down, outlets across. A cell opens two paragraphs side by side,
// with the words marked that differ; the other side can be changed, and all of it works from the keyboard.

const WORD = /\s+|[^\s]+/g;
const ALIKE = 0.4; // Below this share of words in common two sentences are told in other words, and only figures are marked.

function bare(word) {
  return word.toLowerCase().replace(/^[.,;:!?"'“”‘’()]+|[.,;:!?"'“”‘’()]+$/g, "") || word;
}

// For the words of one text, whether each is also in the other, in the same order (longest common subsequence).
function shared(one, other) {
  const size = other.length + 1;
  const best = new Uint16Array((one.length + 1) * size);
  for (let i = one.length - 1; i >= 0; i--) {
    for (let j = other.length - 1; j >= 0; j--) {
      best[i * size + j] = one[i] === other[j] ? best[(i + 1) * size + j + 1] + 1 : Math.max(best[(i + 1) * size + j], best[i * size + j + 1]);
    }
  }
  const found = one.map(() => false);
  for (let i = 0, j = 0; i < one.length && j < other.length;) {
    if (one[i] === other[j]) { found[i++] = true; j++; }
    else if (best[(i + 1) * size + j] >= best[i * size + j + 1]) i++;
    else j++;
  }
  return found;
}

function quoted(source) {
  return source.parts.filter((part) => part.mark).map((part) => part.text).join(" ");
}

function wordsOf(text) {
  return (text.match(WORD) || []).filter((word) => word.trim()).map(bare);
}

function alike(one, other) {
  const [a, b] = [wordsOf(quoted(one)), wordsOf(quoted(other))];
  return a.length + b.length ? (2 * shared(a, b).filter(Boolean).length) / (a.length + b.length) : 0;
}

// A paragraph with its cited words in full strength; of these, what the other side does not say is marked.
function compared(source, other) {
  const theirs = other ? wordsOf(quoted(other)) : [];
  const figuresOnly = other && alike(source, other) < ALIKE;
  const common = other ? shared(wordsOf(quoted(source)), theirs) : [];
  let at = 0;
  return source.parts.map((part) => {
    if (!part.mark) return el("span", { class: "around" }, part.text);
    return el("span", { class: "cited" }, (part.text.match(WORD) || []).map((word) => {
      if (!word.trim()) return word;
      const same = !other || common[at++];
      const tell = figuresOnly ? /\d/.test(word) && !theirs.includes(bare(word)) : !same;
      return tell ? el("mark", {}, word) : word;
    }));
  });
}

function words(cell) {
  return cell.stances.map((stance) => stance.label).join(" and ");
}

function side(entry, other, open) {
  return el("article", {}, entry.stances.map((stance) => sign(stance)), ...provenance(entry.source),
    el("p", { class: "words" }, compared(entry.source, other && other.source)),
    el("button", { class: "open", type: "button", onclick: () => open(entry.source) }, "Open the article"));
}

// The other side that says most about a dispute: first one of another stance, then any other outlet.
function opposite(entry, others) {
  const key = (one) => one.stances.map((stance) => stance.label).join();
  return others.find((one) => key(one) !== key(entry)) || others[0];
}

function detail(row, at, data, open, close) {
  const entries = row.cells.flatMap((cell, column) => cell.refs.map((reference) => (
    { column, outlet: data.columns[column].outlet, stances: cell.stances, source: data.sources[reference] })));
  const own = entries.find((entry) => entry.column === at);
  const others = entries.filter((entry) => entry !== own);
  const sides = el("div", { class: "sides" });
  const note = el("p", { class: "note" });
  const choice = el("div", { class: "beside", role: "group", "aria-label": "Put beside it" });
  const show = (other) => {
    sides.replaceChildren(side(own, other, open), ...(other ? [side(other, own, open)] : []));
    note.textContent = !other ? "" : alike(own.source, other.source) < ALIKE
      ? "Told in other words; figures that differ are marked." : "Words that differ are marked.";
    choice.querySelectorAll("button").forEach((button, n) => button.setAttribute("aria-pressed", String(others[n] === other)));
  };
  if (others.length > 1) {
    choice.append(el("span", {}, "Beside it"), ...others.map((other) => el("button", { type: "button", onclick: () => show(other) }, other.outlet)));
  }
  show(opposite(own, others));
  const below = el("tr", { class: "detail" }, el("td", { colspan: data.columns.length + 1 }, choice, sides, note));
  below.addEventListener("keydown", (event) => event.key === "Escape" && close());
  return below;
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

// The claims that stand against this one; each leads to its own row.
function against(row) {
  if (!row.against.length) return null;
  return el("ul", { class: "against" }, row.against.map((other) => el("li", {}, el("span", { class: "calm" }, `${other.label}: `),
    el("button", { type: "button", onclick: (event) => goTo(event.currentTarget, other.text) }, other.text))));
}

function goTo(from, text) {
  const there = [...from.closest("table").querySelectorAll("tr.claims")].find((line) => line.querySelector(".claim").textContent === text);
  const target = there && (there.querySelector("button.cell") || there);
  if (!target) return;
  there.scrollIntoView({ block: "center", behavior: "smooth" });
  target.focus({ preventScroll: true });
}

function bodyRow(row, data, open) {
  const line = el("tr", { class: "claims" }, el("th", { scope: "row" }, el("span", { class: "claim" }, row.text), sign(row.status), against(row)));
  let pressed = null;
  let below = null;
  const close = () => {
    const was = pressed;
    if (pressed) pressed.setAttribute("aria-expanded", "false");
    if (below) below.remove();
    pressed = below = null;
    return was;
  };
  const toggle = (at) => (button) => {
    if (close() === button) return;
    pressed = button;
    button.setAttribute("aria-expanded", "true");
    below = detail(row, at, data, open, () => close().focus());
    line.after(below);
  };
  line.addEventListener("keydown", (event) => event.key === "Escape" && pressed && close().focus());
  row.cells.forEach((cell, at) => line.append(
    el("td", { "data-outlet": data.columns[at].outlet }, cellButton(cell, data.columns[at].outlet, toggle(at)))));
  return line;
}

// The arrow keys go from cell to cell that can be opened, along a row and up and down a column.
function walk(event) {
  const from = event.target.closest && event.target.closest("button.cell");
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  if (!from || !step) return;
  const rows = [...event.currentTarget.querySelectorAll("tr.claims")].map((row) => [...row.cells]);
  let y = rows.findIndex((cells) => cells.includes(from.parentElement));
  let x = rows[y].indexOf(from.parentElement);
  for (;;) {
    [y, x] = [y + step[0], x + step[1]];
    if (!rows[y] || !rows[y][x]) return;
    const next = rows[y][x].querySelector("button.cell");
    if (!next) continue;
    event.preventDefault();
    next.focus();
    return;
  }
}

function head(data) {
  const origins = el("tr", { class: "origins" }, el("td", {}), data.spans.map((span) =>
    el("th", { colspan: span.width, scope: "colgroup", class: span.label ? "shared" : "" }, span.label)));
  const outlets = el("tr", {}, el("th", { scope: "col" }, "Claim"), data.columns.map((column) =>
    el("th", { scope: "col" }, el("span", {}, column.outlet))));
  return el("thead", {}, data.spans.some((span) => span.label) ? origins : null, outlets);
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = fresh(parentElement, data);
  if (!root) return;
  const open = (source) => setTriggerValue("open", { paragraph: source.paragraph, start: source.start, end: source.end });
  const legend = el("p", { class: "legend" }, data.legend.map((mark) => sign(mark)),
    el("span", { class: "calm hint" }, "Open a mark to read two reports side by side."));
  const body = el("tbody", {}, data.rows.map((row) => bodyRow(row, data, open)));
  const table = el("table", {}, head(data), body);
  table.addEventListener("keydown", walk);
  root.append(legend, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Claims and outlets" }, table));
}
