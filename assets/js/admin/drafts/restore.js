// Offers what another page of this machine left behind unsaved. Its difference to what is stored is
// shown, with times, before anything changes.

import { inOne } from "./compare.js";
import { labelOf } from "./form-fields.js";
import { button, clock, make } from "./make.js";
import { note } from "./state-line.js";
import { alike, differing, same } from "./texts.js";

export function offerLeftBehind(form, driver, journal) {
  const isNew = driver.state.version === 0;
  const offers = new Map();
  const put = (key) => {
    offers.get(key)?.remove();
    offers.delete(key);
  };
  driver.on("drop", ({ entry: key }) => {
    journal.drop(key);
    put(key);
  });
  driver.on("later", ({ entry: key }) => {
    put(key);
    note(form, "The text from before is still kept on this machine. It is offered when this page is opened again.");
  });

  // Decided in another tab.
  window.addEventListener("storage", ({ key, newValue }) => {
    if (newValue === null) {
      put(key);
    }
  });

  journal.leftBehind({ isNew }, ({ key, entry }) => {
    // A text that arrived after all is nothing to decide about; the server may have tidied its ends.
    if (alike(entry.fields, driver.state.stored) || same(entry.fields, entry.base)) {
      journal.drop(key);
      return;
    }
    const offer = build(form, driver, key, entry, () => put(key));
    offers.set(key, offer);
    form.querySelector("[data-editor-notes]").append(offer);
  });
}

function build(form, driver, key, entry, close) {
  const { fields, base } = entry;
  const current = driver.state.fields;
  const isOlder = !same(base, driver.state.stored);
  const names = differing(fields, current);
  return make(
    "section",
    { class: "note note--offer", "aria-label": "Text that was not saved", "data-offer": true },
    make("p", {}, make("strong", {}, "What you typed here was not saved"), " (", clock(entry.at), "). This is how it differs from the text below."),
    isOlder ? make("p", {}, "Another text was saved since. What fits is merged with it; otherwise you see both.") : null,
    make(
      "div",
      { class: "note__difference" },
      ...names.map((name) =>
        make(
          "div",
          { class: "difference difference--one", role: "group", "aria-label": labelOf(form, name) },
          make("p", { class: "difference__name" }, labelOf(form, name)),
          make("div", { class: "difference__text", dir: "auto", tabindex: "0", role: "group", "aria-label": `${labelOf(form, name)}: what differs` }, ...inOne(current[name] ?? "", fields[name] ?? "")),
        ),
      ),
    ),
    make(
      "div",
      { class: "note__acts" },
      button("Restore it", () => driver.do({ type: "restore", base, fields, entry: key }), { look: "button--primary" }),
      button("Keep the saved text", () => driver.do({ type: "dismiss", fields, entry: key })),
      button("Decide later", close, { look: "button--quiet" }),
      make("span", { class: "note__aside" }, "If you keep the saved text, this one becomes a revision."),
    ),
  );
}
