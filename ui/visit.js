// When this reader last opened a story: remembered by the browser alone, told to the page once.

function lastVisit(name) {
  const now = new Date().toISOString();
  try {
    // A reload is the same visit, another tab or day is a new one.
    let before = sessionStorage.getItem(name);
    if (before === null) {
      before = localStorage.getItem(name) || "";
      sessionStorage.setItem(name, before);
      localStorage.setItem(name, now);
    }
    return before;
  } catch {
    return ""; // The browser keeps nothing: then no visit is known.
  }
}

export default function (component) {
  const root = fresh(component.parentElement, component.data);
  if (!root) return;
  component.setStateValue("before", lastVisit(`plumbline.visit.${component.data.subject}`));
}
