// Everything that leads away from the page, or could: the form's own buttons, the forms beside it,
// signing out, closing. Each waits until what was typed is saved.

import { ask } from "./ask.js";
import { timeId } from "./make.js";
import { isClean } from "./sending.js";
import { maySignOut } from "./signing-out.js";
import { note } from "./state-line.js";

const WHY = {
  offline: "there is no connection",
  busy: "the site could not take it",
  "signed-out": "you are signed out",
  refused: "the site refused it",
  conflict: "another text was saved meanwhile; decide first which one to keep",
  gone: "it was deleted in another window",
};

const SIGN_OUT = 'form[action="/admin/sign-out"]';

export function waitBeforeLeaving(form, driver, journal) {
  const waiting = new Map();
  let isPassing = false;
  let isLeaving = false;

  const pass = (target, submitter) => {
    isPassing = true;
    isLeaving = true;
    form.elements.version.value = driver.state.version;
    // A page that is gone back to must not be taken for the same save.
    form.elements.save_key.value = timeId();
    target.requestSubmit(submitter ?? undefined);
    isPassing = false;
  };

  const wait = (granted, refused) => {
    const id = timeId();
    waiting.set(id, { granted, refused });
    driver.do({ type: "settle", id });
  };

  document.addEventListener(
    "submit",
    (event) => {
      const { target, submitter } = event;
      const isSignOut = target.matches(SIGN_OUT);
      if (isPassing || !(target === form || isSignOut || target.matches("[data-beside]"))) {
        return;
      }
      const word = submitter?.name === "intent" ? submitter.value : "";
      event.preventDefault();
      if (isSignOut) {
        wait(
          () => signOut(target, () => pass(target, submitter)),
          (why) => signOutAnyway(why, target, () => pass(target, submitter)),
        );
      } else if (target === form && word === "take-theirs") {
        driver.do({ type: "choose", choice: "theirs" });
      } else if (target === form && (word === "save" || word === "")) {
        driver.do(driver.state.phase === "conflict" ? { type: "choose", choice: "mine" } : { type: "save" });
      } else {
        wait(
          () => pass(target, submitter),
          (why) => note(form, `“${label(submitter)}” was not done: your last words are not saved, as ${WHY[why]}.`, { isUrgent: true }),
        );
      }
    },
    true,
  );

  driver.on("go", ({ id }) => settle(id, "granted"));
  driver.on("stay", ({ id, why }) => settle(id, "refused", why));
  function settle(id, outcome, why) {
    const waiter = waiting.get(id);
    waiting.delete(id);
    // Not at once: a form that is firing its submit event ignores being asked to submit again.
    setTimeout(() => waiter?.[outcome](why));
  }

  // What is saved leaves nothing behind; whatever else is on this machine is said aloud.
  async function signOut(target, leave) {
    journal.forget();
    if (await maySignOut()) {
      leave();
    } else {
      driver.do({ type: "reopen" });
    }
  }

  async function signOutAnyway(why, target, leave) {
    const words = `Your last words could not be saved, as ${WHY[why]}. They stay on this machine, where the next person to use it could read them, and are offered when you open this page again.`;
    if (await ask(words, { yes: "Sign out", no: "Stay" })) {
      driver.do({ type: "hide" });
      leave();
    }
  }

  document.addEventListener("keydown", (event) => {
    const isSave = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "s";
    if (isSave) {
      event.preventDefault();
      driver.do({ type: "save" });
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      driver.do({ type: "hide" });
    }
  });
  window.addEventListener("pagehide", () => driver.do({ type: "hide" }));
  window.addEventListener("pageshow", () => {
    isLeaving = false;
    driver.do({ type: "reopen" });
  });
  window.addEventListener("online", () => driver.do({ type: "resume" }));
  window.addEventListener("beforeunload", (event) => {
    const { state } = driver;
    const isInTrouble = state.trouble || state.phase !== "open" || !driver.isKept;
    if (!isLeaving && isInTrouble && !isClean(state)) {
      event.preventDefault();
    }
  });
}

function label(submitter) {
  return submitter?.textContent.trim() ?? "This";
}
