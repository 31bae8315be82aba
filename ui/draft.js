// A checked draft as running text. A click, a tap or a key on a sentence shows its proof: beside the text where there
// is room, below its paragraph where there is none.

const ROOM_FOR_TWO = 700;

// What is wrong, in pieces: words that are gone and words that are new stand apart.
function details(parts) {
  return parts.map((part) => (part.gone ? el("del", {}, part.text) : part.new ? el("ins", {}, part.text) : part.text));
}

function proofBlock(proof, source, open) {
  const button = el("button", { class: "open", type: "button" }, "Open the article here");
  button.addEventListener("click", () => open(button, source));
  return el("div", { class: "proof" },
    el("p", { class: "head" }, proof.head),
    provenance(source),
    el("p", { class: "words" }, pieces(proof.parts || source.parts)),
    proof.note && el("p", { class: "note" }, proof.note),
    button);
}

function panelOf(sentence, data, open) {
  const proofs = sentence.proofs.map((proof) => proofBlock(proof, data.sources[proof.source], open));
  return [
    el("p", { class: "verdict" }, sign(sentence.sign)),
    sentence.problems.map((problem) => el("p", { class: "fault" }, el("strong", {}, problem.label), " ", details(problem.parts))),
    sentence.note && el("p", { class: "note" }, sentence.note),
    proofs,
  ];
}

function filterBar(data, choose) {
  const all = el("button", { type: "button", class: "filter", "aria-pressed": "true" }, data.all);
  const others = data.filters.map((one) => {
    const button = el("button", { type: "button", class: `filter ${one.tone}`, "aria-pressed": "false" }, shape(one.shape), one.label);
    button.addEventListener("click", () => choose(one.verdict, button));
    return button;
  });
  all.addEventListener("click", () => choose("", all));
  return el("div", { class: "filters", role: "group", "aria-label": "Show" }, all, others);
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = fresh(parentElement, data);
  if (!root) return;
  const panel = el("aside", { class: "panel", role: "region", "aria-live": "polite", "aria-label": "Proof of the sentence chosen" });
  const spans = [];
  let chosen = null;
  let last = null;

  const open = (button, source) => {
    last = button;
    setTriggerValue("open", { paragraph: source.paragraph, start: source.start, end: source.end });
  };
  const place = () => {
    const narrow = root.clientWidth < ROOM_FOR_TWO;
    root.classList.toggle("narrow", narrow);
    const below = root.classList.contains("filtered") ? chosen : chosen && chosen.closest(".line");
    const home = narrow && chosen ? below : body;
    if (narrow && home !== body) {
      if (panel.previousElementSibling !== home) home.after(panel);
    } else if (panel.parentElement !== body) body.append(panel);
    panel.hidden = narrow && !chosen;
  };
  const choose = (span) => {
    if (chosen) chosen.setAttribute("aria-pressed", "false");
    chosen = span;
    for (const one of spans) one.node.tabIndex = one.node === (span || visible()[0]) ? 0 : -1;
    if (span) {
      span.setAttribute("aria-pressed", "true");
      panel.replaceChildren(...panelOf(spans.find((one) => one.node === span).sentence, data, open).flat(Infinity).filter(Boolean));
      panel.scrollTop = 0;
    } else {
      panel.replaceChildren(el("p", { class: "note" }, "Choose a sentence to see what it rests on."));
    }
    place();
  };
  const visible = () => spans.map((one) => one.node).filter((node) => !node.hidden);
  const step = (span, by) => {
    const shown = visible();
    const next = shown[shown.indexOf(span) + by];
    if (next) {
      choose(next);
      next.focus();
    }
  };
  const draw = (sentence) => {
    const node = el("span", { class: `sentence ${sentence.verdict} ${sentence.sign.tone}`, role: "button", tabindex: "-1", "aria-pressed": "false" },
      shape(sentence.verdict === "not_checkable" ? "" : sentence.sign.shape), pieces(sentence.parts),
      el("span", { class: "said" }, ` (${sentence.sign.label}) `));
    node.addEventListener("click", () => choose(node === chosen && root.classList.contains("narrow") ? null : node));
    node.addEventListener("keydown", (event) => {
      const moves = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
      if (event.key in moves) step(node, moves[event.key]);
      else if (event.key === "Enter" || event.key === " ") choose(node);
      else if (event.key === "Escape") choose(null);
      else return;
      event.preventDefault();
    });
    spans.push({ node, sentence });
    return [sentence.before, node];
  };

  const text = el("div", { class: "running" }, data.paragraphs.map((line) => el("div", { class: "line" }, line.map(draw))));
  const body = el("div", { class: "body" }, text, panel);
  const filter = filterBar(data, (verdict, button) => {
    for (const other of filter.querySelectorAll(".filter")) other.setAttribute("aria-pressed", String(other === button));
    root.classList.toggle("filtered", Boolean(verdict));
    for (const one of spans) one.node.hidden = Boolean(verdict) && one.sentence.verdict !== verdict;
    for (const line of text.querySelectorAll(".line")) line.hidden = !line.querySelector(".sentence:not([hidden])");
    choose(chosen && !chosen.hidden ? chosen : root.clientWidth < ROOM_FOR_TWO ? null : visible()[0] || null);
  });
  root.append(filter, el("p", { class: "hint" }, "Choose a sentence to see its proof", el("span", { class: "keys" }, "; the arrow keys go from one to the next"), "."), body);
  const first = spans.find((one) => one.sentence.verdict === "problem") || spans.find((one) => one.sentence.verdict === "not_found") || spans[0];
  choose(root.clientWidth < ROOM_FOR_TWO || !first ? null : first.node);

  const room = new ResizeObserver(place);
  room.observe(root);
  // When the article beside the text is closed, the reader goes on where they left.
  const back = () => last && last.isConnected && last.focus({ preventScroll: true });
  document.addEventListener("plumbline:source-closed", back);
  return () => {
    room.disconnect();
    document.removeEventListener("plumbline:source-closed", back);
  };
}
