// Copies a piece for pasting elsewhere: as rich text with its links where the browser can, else as Markdown.

function byHand(text) {
  // Without a secure connection the clipboard is closed to pages; a selected field can still be copied.
  const field = el("textarea", { readonly: true, style: "position:fixed;opacity:0" });
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

async function copy(data) {
  try {
    const blob = (kind, text) => new Blob([text], { type: kind });
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob("text/plain", data.markdown), "text/html": blob("text/html", data.html) })]);
    return true;
  } catch {
    return byHand(data.markdown);
  }
}

export default function (component) {
  const { data, parentElement } = component;
  const root = fresh(parentElement, data);
  if (!root) return;
  const button = el("button", { class: "copy", type: "button" }, "Copy");
  const told = el("span", { class: "told", role: "status" });
  button.addEventListener("click", async () => {
    told.textContent = (await copy(data)) ? "Copied" : "Could not copy: use Download";
    setTimeout(() => { told.textContent = ""; }, 2500);
  });
  root.append(button, told);
}
