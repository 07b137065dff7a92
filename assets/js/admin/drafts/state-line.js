// The line that says how it stands with the text, which is always true; and, for those who do not
// see it, a word when something changes that matters. Not at each keystroke, nor at each save.

import { isClean } from "./sending.js";
import { clock, make } from "./make.js";

/** What the line says: words, and whether they tell of trouble. */
export function line(state, { isKept = true } = {}) {
  const kept = isKept ? "Kept on this machine." : "This machine could not keep it: copy it to a safe place.";
  switch (state.phase) {
    case "conflict":
      return { words: `Conflict: not saved. ${kept}`, isTrouble: true };
    case "gone":
      return { words: `Deleted elsewhere: not saved. ${kept}`, isTrouble: true };
    default:
  }
  switch (state.trouble) {
    case "offline":
      return { words: `Not saved: no connection. ${kept}`, isTrouble: true };
    case "busy":
      return { words: `Not saved: the site could not take it. ${kept}`, isTrouble: true };
    case "signed-out":
      return { words: `Signed out: not saved. ${kept}`, isTrouble: true };
    case "refused": {
      const reasons = state.problems.map(({ message }) => message).join(" ") || "It is more than the site takes.";
      return { words: `Not saved. ${reasons} ${kept}`, isTrouble: true };
    }
    default:
  }
  if (state.isUnderWay) {
    return { words: "Saving…" };
  }
  if (!isClean(state)) {
    return { words: "Not saved yet" };
  }
  if (state.version === 0) {
    return { words: "Nothing to save yet" };
  }
  return { words: "Saved", at: state.savedAt };
}

export function showState(form, driver) {
  const place = form.querySelector("[data-save-state]");
  const aloud = form.querySelector("[data-save-aloud]");
  const signIn = form.querySelector("[data-sign-in]");
  const publish = form.querySelector("[data-publish]");
  let wasTrouble = false;
  let wasManual = false;
  let shown = "";

  driver.on("state", (state) => {
    const { words, at, isTrouble = false } = line(state, driver);
    const text = `${words}${at ?? ""}`;
    if (text !== shown) {
      shown = text;
      place.replaceChildren(words, ...(at ? [" ", clock(at)] : []));
      place.classList.toggle("editor__saved--trouble", isTrouble);
    }
    signIn.hidden = state.trouble !== "signed-out";
    if (!isClean(state)) {
      publish.removeAttribute("data-nothing-new");
    }
    const isSaved = words === "Saved";
    if ((isTrouble && aloud.textContent !== words) || (isSaved && (wasTrouble || wasManual))) {
      aloud.textContent = words;
    }
    wasTrouble = isTrouble || (wasTrouble && !isSaved);
    wasManual = state.request?.reason === "manual" || (wasManual && !isSaved);
  });

  driver.on("status", ({ status }) => {
    const word = form.querySelector("[data-status-word]");
    word.textContent = status.label;
    word.className = `state state--${status.word}`;
    form.querySelector("[data-status-changes]").hidden = !status.has_unpublished_changes;
    form.querySelector("[data-status-difference]").hidden = !status.has_schedule_difference;
    const isLive = ["published", "shown", "hidden"].includes(status.word);
    publish.toggleAttribute("data-nothing-new", isLive && !status.has_unpublished_changes);
    form.querySelector("[data-discard]").hidden = !status.has_unpublished_changes;
  });
}

/** A word above the text, which stays until it is put away. */
export function note(form, content, { isUrgent = false, acts = [] } = {}) {
  const element = make("div", { class: isUrgent ? "note note--urgent" : "note", role: isUrgent ? "alert" : "status" });
  const close = () => element.remove();
  element.append(
    make("p", {}, ...[content].flat()),
    make("div", { class: "note__acts" }, ...acts, make("button", { type: "button", class: "button button--quiet", click: close }, "Close")),
  );
  form.querySelector("[data-editor-notes]").append(element);
  return close;
}
