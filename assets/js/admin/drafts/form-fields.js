// The fields of the form, as texts; and texts put back into the fields.

const all = (form) => [...form.querySelectorAll("[data-field]")];

/** What stands in the fields. */
export function collect(form) {
  return Object.fromEntries(all(form).map((field) => [field.name, field.value]));
}

/** What stood in them when the server made the page. */
export function collectStored(form) {
  return Object.fromEntries(all(form).map((field) => [field.name, field.defaultValue]));
}

/** The name of a field for people. */
export function labelOf(form, name) {
  // The editor over the text takes the label over, which then belongs to no field of the form.
  const field = form.querySelector(`#field-${CSS.escape(name)}`);
  const label = field?.labels[0] ?? field?.closest(".field")?.querySelector("label");
  return label?.firstChild?.textContent.trim() || name;
}

/** Puts texts into fields; where somebody writes, the caret stays at its words. */
export function write(form, fields) {
  for (const field of all(form)) {
    const text = fields[field.name];
    if (text === undefined || text === field.value) {
      continue;
    }
    const carets = [field.selectionStart, field.selectionEnd].map((caret) => moved(caret ?? 0, field.value, text));
    field.value = text;
    if (field === document.activeElement && field.selectionStart !== null) {
      field.setSelectionRange(...carets);
    }
    field.dispatchEvent(new CustomEvent("plinth:replaced", { bubbles: false }));
  }
}

/** Where a caret belongs in a text that took the place of another. */
export function moved(caret, before, after) {
  if (after.startsWith(before.slice(0, caret))) {
    return caret;
  }
  const rest = before.slice(caret);
  return after.endsWith(rest) ? after.length - rest.length : Math.min(caret, after.length);
}
