// Around every Markdown field: the count of its words, the list of keys, and the choice between the plain
// field and the one with highlighting. The choice is kept for the account, so a phone or a screen reader
// that does better with the plain field never has to load the other.

import { keyShortcut, keyWords, showKeys } from "asset:js/admin/editor-keys.js";
import { chooseFromLibrary } from "asset:js/admin/pictures/picker.js";
import { filesOf } from "asset:js/admin/pictures/places.js";
import { uploadsOf } from "asset:js/admin/pictures/uploads.js";

const COUNT_AFTER_MS = 400;
const LIBRARY_KEY = "Mod-Shift-L";
const WORDS_PER_MINUTE = 220;
const numbers = new Intl.NumberFormat("en");
const fields = [];
let attach = null;

/** Counts words as the server does: what stands inside of a tag is none. */
export function countWords(text) {
  const words = (part) => part.split(/\s+/).filter(Boolean).length;
  let count = 0;
  let rest = text;
  for (let at = rest.indexOf("<"); at >= 0; at = rest.indexOf("<")) {
    count += words(rest.slice(0, at));
    rest = rest.slice(at + 1);
    if (/^[a-z/]/i.test(rest)) {
      const end = rest.indexOf(">");
      if (end < 0) {
        break;
      }
      rest = rest.slice(end + 1);
    }
  }
  return count + words(rest);
}

/** Called by the editor's own script once it is there: how to put an editor over a field. */
export function provideEditor(how) {
  attach = how;
  fields.filter((field) => !field.isPlain).forEach((field) => field.enrich());
}

class Field {
  constructor(textarea) {
    this.textarea = textarea;
    this.editor = null;
    this.frame = make("div", "markdown-field");
    textarea.before(this.frame);
    this.uploads = uploadsOf(textarea);
    this.frame.append(textarea, this.uploads.panel, this.#bar());
    this.#takeFiles();
    this.#countLazily();
    const quiet = () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.#countLazily(), COUNT_AFTER_MS);
    };
    textarea.addEventListener("input", quiet);
    textarea.addEventListener("plinth:replaced", quiet);
    textarea.form?.addEventListener("reset", quiet);
    window.addEventListener("pageshow", quiet);
  }

  get isPlain() {
    return this.textarea.hasAttribute("data-plain");
  }

  enrich() {
    if (attach && !this.editor) {
      this.editor = attach(this.textarea, this.frame);
      this.frame.classList.add("markdown-field--rich");
      this.#sayChoice();
    }
  }

  #bar() {
    this.count = make("p", "markdown-field__count");
    this.told = make("p", "markdown-field__told");
    this.told.setAttribute("role", "status");
    const keys = make("button", "markdown-field__act", "Keys");
    keys.type = "button";
    keys.addEventListener("click", showKeys);
    this.library = make("button", "markdown-field__act", "Picture or file");
    this.library.type = "button";
    this.library.title = `Picture or file of the library (${keyWords(LIBRARY_KEY)})`;
    this.library.setAttribute("aria-keyshortcuts", keyShortcut(LIBRARY_KEY));
    this.library.addEventListener("click", () => this.#openLibrary());
    this.choice = make("button", "markdown-field__act");
    this.choice.type = "button";
    // Where the editor was not built there is nothing to choose.
    this.choice.hidden = !this.textarea.dataset.module;
    this.choice.addEventListener("click", () => this.#choose(!this.isPlain));
    this.#sayChoice();
    const bar = make("div", "markdown-field__bar");
    bar.append(this.count, this.told, this.library, keys, this.choice);
    return bar;
  }

  // The editor over the field does all of this itself.
  #takeFiles() {
    const { textarea } = this;
    const take = (event, data) => {
      const files = filesOf(data);
      const hasWords = event.type === "paste" && data.getData("text/plain").trim();
      if (files.length > 0 && !hasWords && !textarea.readOnly) {
        event.preventDefault();
        // Where something is dropped is told by no browser: it goes to the caret.
        this.uploads.add(files, textarea.selectionEnd);
      }
    };
    textarea.addEventListener("paste", (event) => take(event, event.clipboardData));
    textarea.addEventListener("drop", (event) => take(event, event.dataTransfer));
    textarea.addEventListener("dragover", (event) => {
      if (event.dataTransfer.types.includes("Files")) {
        event.preventDefault();
      }
    });
    textarea.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.shiftKey && !event.altKey && event.key.toLowerCase() === "l") {
        event.preventDefault();
        this.#openLibrary();
      }
    });
  }

  async #openLibrary() {
    const { textarea } = this;
    const { selectionStart, selectionEnd } = textarea;
    const item = await chooseFromLibrary();
    textarea.focus();
    // A browser that gives the focus back itself may put the caret to the start.
    textarea.setSelectionRange(selectionStart, selectionEnd);
    if (item) {
      this.uploads.putPlain(item, selectionStart, selectionEnd);
      this.uploads.invite(item);
    }
  }

  #sayChoice() {
    this.library.hidden = this.editor !== null;
    this.choice.textContent = this.isPlain ? "Full editor" : "Plain field";
  }

  async #choose(isPlain) {
    this.textarea.toggleAttribute("data-plain", isPlain);
    this.told.textContent = "";
    if (isPlain) {
      this.editor?.detach();
      this.editor = null;
      this.frame.classList.remove("markdown-field--rich");
    } else if (attach) {
      this.enrich();
    } else {
      await import(this.textarea.dataset.module).catch(() => {
        this.textarea.setAttribute("data-plain", "");
        this.told.textContent = "The editor could not be loaded.";
      });
    }
    this.#sayChoice();
    if (this.told.textContent === "" && !(await keep(isPlain))) {
      this.told.textContent = "Changed here only: the choice could not be kept.";
    }
  }

  #countLazily() {
    const count = () => {
      const words = countWords(this.textarea.value);
      const minutes = Math.max(1, Math.ceil(words / WORDS_PER_MINUTE));
      this.count.textContent = words === 0
        ? "No words yet"
        : `${numbers.format(words)} ${words === 1 ? "word" : "words"} · ${minutes} min read`;
    };
    (window.requestIdleCallback ?? setTimeout)(count);
  }
}

async function keep(isPlain) {
  try {
    const answer = await fetch("/admin/editor-choice", {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({ plain: String(isPlain) }),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

function make(name, className, words = "") {
  const made = document.createElement(name);
  made.className = className;
  made.append(words);
  return made;
}

for (const textarea of document.querySelectorAll("textarea[data-markdown]")) {
  fields.push(new Field(textarea));
}
