// Two texts beside each other, and the decision between them.

import { difference, shortened } from "./difference.js";
import { labelOf } from "./form-fields.js";
import { button, clock, make } from "./make.js";
import { note } from "./state-line.js";
import { differing } from "./texts.js";

const REDRAW_MS = 400;

export function offerDecision(form, driver) {
  let panel = null;
  let timer = 0;

  const redraw = () => {
    const { theirs, fields } = driver.state;
    panel?.querySelector("[data-both]").replaceChildren(...bothTexts(form, fields, theirs.fields));
  };

  const open = ({ theirs, isAgain }) => {
    const hadFocus = panel?.contains(document.activeElement);
    panel?.remove();
    document.querySelector("[data-page-conflict]")?.remove();
    panel = build(driver, theirs, isAgain);
    form.querySelector("[data-editor-notes]").append(panel);
    redraw();
    if (hadFocus) {
      panel.focus();
    }
  };

  driver.on("conflict", open);
  driver.on("state", (state) => {
    if (state.phase === "conflict") {
      clearTimeout(timer);
      timer = setTimeout(() => state.phase === driver.state.phase && redraw(), REDRAW_MS);
    } else {
      panel?.remove();
      panel = null;
    }
  });
  driver.on("chosen", ({ choice, revision }) => {
    document.querySelector("[data-page-conflict]")?.remove();
    form.elements.after_conflict?.remove();
    const [taken, left] = choice === "mine" ? ["Your text", "the other one"] : ["The other text", "yours"];
    const kept = revision ? make("a", { href: `${driver.base}/revisions` }, `revision ${revision}`) : "a revision";
    note(form, [`${taken} is the draft now; ${left} is kept as `, kept, "."]);
  });
  driver.on("merged", ({ savedAt, isRestored }) => {
    const what = isRestored ? "Your text from before is back, merged" : "Merged";
    note(form, savedAt ? [`${what} with what was saved at `, clock(savedAt), " in another window."] : [`${what} with what is stored.`]);
  });
}

function build(driver, theirs, isAgain) {
  const choose = (choice) => () => driver.do({ type: "choose", choice });
  const by = theirs.savedBy ? make("bdi", {}, theirs.savedBy) : "somebody";
  const when = theirs.savedAt ? [" at ", clock(theirs.savedAt)] : [];
  return make(
    "section",
    { class: "conflict differences", role: "alert", tabindex: "-1", "data-decision": true },
    make("h2", {}, isAgain ? "It was saved once more in between" : "Another text was saved while you were writing"),
    make("p", {}, "It was saved by ", by, ...when, ". Nothing is lost, and you can go on writing; your text is saved again once you have decided."),
    make(
      "div",
      { class: "differences__acts" },
      button("Keep mine", choose("mine"), { look: "button--primary" }),
      button("Take theirs", choose("theirs")),
      make("span", { class: "differences__kept" }, "Whichever you do not take is kept as a revision."),
    ),
    make("div", { class: "differences__both", "data-both": true }),
  );
}

function bothTexts(form, mine, theirs) {
  return differing(mine, theirs).map((name) => {
    const label = labelOf(form, name);
    const parts = difference(theirs[name] ?? "", mine[name] ?? "");
    const copy = button("Copy theirs", () => copied(copy, theirs[name] ?? ""), { look: "button--small" });
    return make(
      "div",
      { class: "difference", role: "group", "aria-label": label },
      make("h3", {}, label),
      side("Yours", parts, "gone"),
      side("Saved meanwhile", parts, "new", copy),
    );
  });
}

function side(title, parts, without, more = null) {
  return make(
    "div",
    { class: "difference__side" },
    make("div", { class: "difference__head" }, make("h4", {}, title), more),
    make("div", { class: "difference__text", dir: "auto", tabindex: "0", role: "group", "aria-label": title }, ...marked(parts.filter(({ kind }) => kind !== without))),
  );
}

/** The difference between two texts as one, with what went and what came marked in words too. */
export function inOne(before, after) {
  return marked(shortened(difference(before, after)));
}

function marked(parts) {
  if (parts.length === 0) {
    return [make("em", { class: "difference__empty" }, "empty")];
  }
  return parts.map(({ kind, text }) => {
    if (kind === "gone") {
      return make("del", {}, text);
    }
    if (kind === "new") {
      return make("ins", {}, text);
    }
    return kind === "cut" ? make("span", { class: "difference__cut" }, " … ") : text;
  });
}

async function copied(element, text) {
  const words = element.textContent;
  try {
    await navigator.clipboard.writeText(text);
    element.textContent = "Copied";
  } catch {
    element.textContent = "Select it and copy";
  }
  setTimeout(() => (element.textContent = words), 2_000);
}
