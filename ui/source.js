// An article to read, scrolled to the cited paragraph with the quoted words marked.

function paragraph(entry) {
  const attributes = { class: `paragraph ${entry.current ? "current" : ""} ${entry.label ? "aside" : ""}`, "data-paragraph": entry.id };
  if (entry.current) attributes["aria-current"] = "true";
  return el("div", attributes,
    el("span", { class: "number", "aria-label": `Paragraph ${entry.number}` }, entry.number),
    el("div", {}, entry.label && el("span", { class: "kind" }, entry.label), el("p", {}, pieces(entry.parts))));
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = fresh(parentElement, data);
  if (!root) return;
  const close = () => {
    setTriggerValue("close", true);
    document.dispatchEvent(new CustomEvent("plumbline:source-closed"));
  };
  const title = el("h2", { tabindex: "-1" }, data.title);
  const head = el("header", {},
    el("div", { class: "bar" },
      el("p", { class: "outlet" }, el("strong", {}, data.outlet), el("span", { class: "date" }, data.date)),
      el("button", { class: "close", type: "button", "aria-label": "Close the article", onclick: close }, "Close")),
    title,
    el("p", { class: "by" }, data.author, data.url && el("a", { href: data.url, target: "_blank", rel: "noopener noreferrer nofollow" }, "Read the original")));
  const text = el("div", { class: "text" }, data.paragraphs.map(paragraph));
  root.classList.add("pane");
  root.append(head, text);
  const current = text.querySelector(".current");
  title.focus({ preventScroll: true });
  if (current) {
    requestAnimationFrame(() => {
      const top = current.offsetTop - Math.max(24, (text.clientHeight - current.offsetHeight) / 3);
      text.scrollTo({ top });
    });
  }
  const escape = (event) => event.key === "Escape" && close();
  root.addEventListener("keydown", escape);
}
