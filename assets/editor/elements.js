// Elements with attributes and handlers, for the small panels of the editor.

/** `make("button", { class: "x", onclick: act }, "Words")`; a null attribute is left out. */
export function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      made.addEventListener(key.slice(2), value);
    } else if (value !== null) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children);
  return made;
}

/** What is typed into a panel is no part of the form around it. */
export function keepInside(panel) {
  for (const kind of ["input", "change"]) {
    panel.addEventListener(kind, (event) => event.stopPropagation());
  }
  return panel;
}
