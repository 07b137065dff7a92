// Keeps what is typed from getting lost: warns before a page with unsaved words is left, and keeps a
// copy in this tab until they are saved, so that an expired session or a crash costs nothing.
// Puts the focus on a form's summary of errors as well.

import { maySignOut } from "./drafts/signing-out.js";

const SENT = "plinth-sent";
let isSigningOut = false;

// Storage may be refused or full; the page then works without the copy.
const storage = {
  read(key) {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null;
    }
  },
  write(key, value) {
    try {
      sessionStorage.setItem(key, value);
    } catch {
      storage.remove(key);
    }
  },
  remove(key) {
    try {
      sessionStorage.removeItem(key);
    } catch {
      // Then there is no copy either.
    }
  },
};

function keepSafe(form) {
  const key = `plinth-unsaved:${new URL(form.action).pathname}`;
  const fields = () => [...new FormData(form)].filter(([name]) => name !== "version");
  const contents = () => JSON.stringify(fields());
  const saved = contents();
  const wasRefused = form.hasAttribute("data-unsaved");
  let isSending = false;
  let timer = 0;

  const copy = () => {
    clearTimeout(timer);
    if (contents() === saved && !wasRefused) {
      storage.remove(key);
    } else {
      const version = form.elements.version?.value ?? "";
      storage.write(key, JSON.stringify({ at: Date.now(), version, fields: fields() }));
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(copy, 800);
  });
  form.addEventListener("submit", () => {
    isSending = true;
    copy();
    storage.write(SENT, key);
  });
  window.addEventListener("pageshow", () => {
    isSending = false;
  });
  window.addEventListener("pagehide", () => {
    if (!isSigningOut) {
      copy();
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isSending && (wasRefused || contents() !== saved)) {
      event.preventDefault();
    }
  });

  // Ctrl+S and Command+S save, as in every other place where text is written.
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.requestSubmit(form.querySelector(".button--primary"));
    }
  });

  const kept = JSON.parse(storage.read(key) ?? "null");
  if (wasRefused || !kept) {
    return;
  }
  if (JSON.stringify(kept.fields) === saved) {
    storage.remove(key);
  } else {
    offer(form, kept, () => storage.remove(key));
  }
}

// Offers an unsaved copy; nothing changes until its owner decides.
function offer(form, kept, forget) {
  const bar = document.createElement("div");
  bar.className = "flash";
  bar.setAttribute("role", "status");
  const words = document.createElement("p");
  const time = new Date(kept.at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  words.textContent = `What you typed here at ${time} was not saved.`;
  const choices = document.createElement("div");
  choices.className = "flash__choices";
  const choice = (label, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet";
    button.textContent = label;
    button.addEventListener("click", () => {
      act();
      bar.remove();
      form.querySelector("input:not([type=hidden]), textarea").focus();
    });
    choices.append(button);
  };
  choice("Put it back", () => putBack(form, kept));
  choice("Discard it", forget);
  bar.append(words, choices);
  form.before(bar);
}

function putBack(form, kept) {
  const byName = Map.groupBy(kept.fields, ([name]) => name);
  const taken = new Map();
  for (const element of form.elements) {
    if (element.type === "checkbox") {
      element.checked = byName.has(element.name);
    } else if (element.matches("input:not([type=hidden]), textarea:not([readonly])")) {
      const index = taken.get(element.name) ?? 0;
      taken.set(element.name, index + 1);
      element.value = byName.get(element.name)?.[index]?.[1] ?? "";
    }
  }
  // Saved on the version that it was typed on, so that a newer text is shown beside it, not lost.
  if (form.elements.version) {
    form.elements.version.value = kept.version;
  }
}

// Whoever signs out leaves nothing behind for the next person at this machine, or is asked first.
document.querySelector('form[action="/admin/sign-out"]')?.addEventListener("submit", async (event) => {
  // The editor keeps the form back until its text is sent, and asks by itself.
  const isEditor = document.querySelector("form[data-editor]") !== null;
  if (event.defaultPrevented) {
    return;
  }
  if (!isEditor && !isSigningOut) {
    event.preventDefault();
    isSigningOut = await maySignOut();
    if (isSigningOut) {
      // Not at once: a form that is firing its submit event ignores being asked to submit again.
      setTimeout(() => event.target.requestSubmit());
    }
    return;
  }
  isSigningOut = true;
  try {
    sessionStorage.clear();
  } catch {
    // Then there is nothing in it.
  }
});

// A word about what was done means that the form sent last has arrived.
if (document.querySelector(".flash") && storage.read(SENT)) {
  storage.remove(storage.read(SENT));
  storage.remove(SENT);
}
// The editor saves by itself and has a journal of its own.
const form = document.querySelector("form[data-warn-unsaved]:not([data-editor])");
if (form) {
  keepSafe(form);
}
document.querySelector("[data-takes-focus]")?.focus();
