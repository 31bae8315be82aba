// Claims with numbered chips. Hover or focus shows the source as a card; a click or Enter opens the article.

const OPEN_AFTER = 120;
const CLOSE_AFTER = 180;

function card(source) {
  return [
    ...provenance(source),
    el("p", { class: "words" }, pieces(source.parts)),
    source.verdict && el("p", {}, sign(source.verdict)),
  ];
}

// One card for the whole component, put beside the chip it belongs to and kept inside the window.
function cardHolder(root) {
  const box = el("div", { class: "card", role: "tooltip", id: "card", popover: "manual" });
  root.append(box);
  let timer = 0;
  let owner = null;
  const place = () => {
    const chip = owner.getBoundingClientRect();
    const width = Math.min(416, window.innerWidth - 24);
    box.style.width = `${width}px`;
    const left = Math.min(Math.max(12, chip.left - 24), window.innerWidth - width - 12);
    const height = box.offsetHeight;
    const below = chip.bottom + 8 + height < window.innerHeight || chip.top < height + 16;
    box.style.left = `${left}px`;
    box.style.top = `${below ? chip.bottom + 8 : chip.top - height - 8}px`;
  };
  const hide = () => {
    clearTimeout(timer);
    if (owner) owner.removeAttribute("aria-describedby");
    owner = null;
    if (box.matches(":popover-open")) box.hidePopover();
  };
  const show = (chip, source) => {
    clearTimeout(timer);
    if (owner === chip) return;
    hide();
    owner = chip;
    box.replaceChildren(...card(source).filter(Boolean));
    chip.setAttribute("aria-describedby", "card");
    box.showPopover();
    place();
  };
  const later = (what, delay) => {
    clearTimeout(timer);
    timer = setTimeout(what, delay);
  };
  box.addEventListener("mouseenter", () => clearTimeout(timer));
  box.addEventListener("mouseleave", () => later(hide, CLOSE_AFTER));
  return { show, hide, later };
}

function chip(reference, source, holder, open) {
  const label = `Source ${source.number}: ${source.outlet}, ${source.date}. ${source.title}. Open the article.`;
  const button = el("button", { class: "chip", type: "button", "aria-label": label, "data-source": reference }, source.number);
  button.addEventListener("mouseenter", () => holder.later(() => holder.show(button, source), OPEN_AFTER));
  button.addEventListener("mouseleave", () => holder.later(holder.hide, CLOSE_AFTER));
  button.addEventListener("focus", () => button.matches(":focus-visible") && holder.show(button, source));
  button.addEventListener("blur", holder.hide);
  button.addEventListener("keydown", (event) => {
    if (event.key === "Escape") holder.hide();
  });
  button.addEventListener("click", () => {
    holder.hide();
    open(button, source);
  });
  return button;
}

// The text with its chips. The last word and the chips stay on one line: a number alone on a line says nothing.
function cited(claim, draw) {
  const chips = (claim.refs || []).map((reference) => draw.chip(reference));
  const parts = claim.parts.map((part) => ({ ...part }));
  const last = parts[parts.length - 1];
  if (!chips.length || !last) return [pieces(parts), chips];
  const at = last.text.trimEnd().lastIndexOf(" ") + 1;
  const end = { text: last.text.slice(at), mark: last.mark };
  last.text = last.text.slice(0, at);
  if (claim.struck) return [el("s", {}, pieces([...parts, end])), chips];
  return [pieces(parts), el("span", { class: "together" }, pieces([end]), chips)];
}

function sentence(claim, draw) {
  const meta = [claim.lead && el("span", { class: "lead" }, claim.lead), ...(claim.notes || []).map((note) => el("span", {}, note))];
  return el("div", { class: "claim" },
    el("p", { class: "text" }, cited(claim, draw)),
    (claim.lead || (claim.notes || []).length || claim.verdict) && el("p", { class: "meta" }, sign(claim.verdict), meta),
    (claim.problems || []).map((problem) => el("p", { class: "problem" }, sign(problem), el("span", {}, problem.detail))),
  );
}

function ledger(group, draw) {
  const head = el("tr", {}, group.columns.map((name) => el("th", { scope: "col" }, name)));
  const rows = group.claims.map((claim) => el("tr", {},
    el("td", { class: "value", "data-label": group.columns[0] }, el("span", {}, cited(claim, draw))),
    claim.cells.map((cell, at) => el("td", { "data-label": group.columns[at + 1] }, el("span", {}, cell))),
  ));
  return el("table", { class: "ledger" }, el("thead", {}, head), el("tbody", {}, rows));
}

function section(group, draw) {
  const heading = (group.heading || group.sign) && el("div", { class: "heading" },
    group.heading && el("h3", {}, group.heading), sign(group.sign));
  return el("section", { class: group.columns ? "wide" : "" }, heading,
    group.note && el("p", { class: "note" }, group.note),
    group.columns ? ledger(group, draw) : group.claims.map((claim) => sentence(claim, draw)));
}

// On paper nothing can be opened, so the sources stand under the text by number.
function printed(sources) {
  const byNumber = new Map(Object.values(sources).map((source) => [source.number, source]));
  return el("ol", { class: "printed" }, [...byNumber.values()].map((source) => el("li", { value: source.number },
    `${source.outlet}, ${source.date}. ${source.title}: `,
    el("q", {}, source.parts.filter((part) => part.mark).map((part) => part.text).join(" ")))));
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = fresh(parentElement, data);
  if (!root) return;
  const holder = cardHolder(root);
  let last = null;
  const open = (button, source) => {
    last = button;
    setTriggerValue("open", { paragraph: source.paragraph, start: source.start, end: source.end });
  };
  const draw = { chip: (reference) => chip(reference, data.sources[reference], holder, open) };
  root.classList.toggle("quiet", Boolean(data.quiet));
  root.append(...data.groups.map((group) => section(group, draw)), printed(data.sources));
  // When the article beside the text is closed, the reader goes on where they left.
  const back = () => last && last.isConnected && last.focus({ preventScroll: true });
  document.addEventListener("plumbline:source-closed", back);
  window.addEventListener("scroll", holder.hide, { capture: true, passive: true });
  return () => {
    document.removeEventListener("plumbline:source-closed", back);
    window.removeEventListener("scroll", holder.hide, { capture: true });
  };
}
