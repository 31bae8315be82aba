// Brings the newest question to the top of the window, once.

export default function (component) {
  const root = fresh(component.parentElement, component.data);
  if (!root) return;
  const place = root.getRootNode().host || root;
  place.style.scrollMarginTop = "3.2rem";
  place.scrollIntoView({ block: "start", behavior: "smooth" });
}
