// The files on their way into one Markdown field: where each belongs, how far it is, what became of it.
// Both forms of the field show the same list; the editor over the field shows each file at its place, too.

import { button, make } from "../drafts/make.js";
import { send } from "../media/sending.js";
import { fitted, mapped } from "./places.js";

const AT_ONCE = 2;
const known = new WeakMap();

/** The uploads of a field, made at the first call. */
export function uploadsOf(textarea) {
  if (!known.has(textarea)) {
    known.set(textarea, new Uploads(textarea));
  }
  return known.get(textarea);
}

// A file, and the sentence that says how it stands.
class Entry extends EventTarget {
  part = 0;
  error = null;
  trouble = null;
  isSending = false;
  isGone = false;

  constructor(file, at) {
    super();
    this.file = file;
    this.name = file.name || "pasted.png";
    this.at = at;
  }

  get words() {
    if (this.error) {
      return `${this.name} is not in the text: ${this.error}`;
    }
    if (!this.isSending) {
      return `${this.name} waits`;
    }
    return this.part < 1 ? `Uploading ${this.name}… ${Math.floor(this.part * 100)} %` : `${this.name} is being looked at…`;
  }

  tell() {
    this.dispatchEvent(new Event("change"));
  }
}

class Uploads {
  #entries = [];
  #before;
  /** The editor over the field, while there is one: `begin(entry)`, `put(entry, item)`, `end(entry)`, `at(entry)`. */
  #editor = null;

  constructor(textarea) {
    this.textarea = textarea;
    this.#before = textarea.value;
    this.list = make("ul", { class: "incoming__list" });
    this.aloud = make("p", { class: "visually-hidden", role: "status" });
    this.hint = make("p", { class: "incoming__hint" });
    this.panel = make("section", { class: "incoming", "aria-label": "Uploads", hidden: true }, this.list, this.hint, this.aloud);
    const follow = () => this.#follow();
    textarea.addEventListener("input", follow);
    textarea.addEventListener("plinth:replaced", follow);
    textarea.form?.addEventListener("plinth:signed-in", () => this.#again("signed-out"));
    window.addEventListener("online", () => this.#again("offline"));
    window.addEventListener("beforeunload", (event) => {
      if (this.isUnderWay) {
        event.preventDefault();
      }
    });
    // Before anything else hears of it: leading away would give the uploads up.
    window.addEventListener("submit", (event) => this.#hold(event), true);
  }

  get isUnderWay() {
    return this.#entries.some((entry) => !entry.error || entry.trouble);
  }

  /** Takes files for a place in the text. */
  add(files, at) {
    for (const file of files) {
      const entry = new Entry(file, at);
      this.#entries.push(entry);
      this.list.append(this.#line(entry));
      this.#editor?.begin(entry);
    }
    this.panel.hidden = false;
    this.hint.textContent = "";
    const [first] = files;
    this.#say(files.length === 1 ? `Uploading ${first.name || "a picture"}.` : `Uploading ${files.length} files.`);
    this.#work();
  }

  /** Hands the places over to an editor over the field, or takes them back. */
  useEditor(editor) {
    for (const entry of this.#entries) {
      entry.at = this.#editor?.at(entry) ?? entry.at;
    }
    this.#editor = editor;
    this.#before = this.textarea.value;
    for (const entry of this.#entries) {
      editor?.begin(entry);
    }
  }

  /** Puts an item of the library at a place in the plain field. */
  putPlain(item, from, to, { isFocused = true } = {}) {
    const { textarea } = this;
    const words = textarea.value.slice(from, to);
    const { insert, caret } = fitted(textarea.value, from, item, words);
    const carets = [textarea.selectionStart, textarea.selectionEnd];
    textarea.setRangeText(insert, from, item.kind === "picture" ? from : to, "preserve");
    if (isFocused) {
      textarea.setSelectionRange(caret, caret);
    } else {
      textarea.setSelectionRange(...carets.map((place) => (place > from ? place + insert.length : place)));
    }
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
    return insert.length;
  }

  /** Says what one may do now with what came in. */
  invite(item) {
    this.panel.hidden = false;
    const isAsking = item.kind === "picture" && !item.alt && !item.is_decorative;
    this.hint.textContent = isAsking ? `${item.name} is in the text. Write between the brackets of ![] what it shows.` : `${item.name} is in the text.`;
    this.#say(this.hint.textContent);
  }

  #follow() {
    const now = this.textarea.value;
    if (!this.#editor) {
      for (const entry of this.#entries) {
        entry.at = mapped(entry.at, this.#before, now);
      }
    }
    this.#before = now;
  }

  async #work() {
    const free = () => this.#entries.filter((entry) => entry.isSending).length < AT_ONCE;
    for (const entry of this.#entries) {
      if (!entry.isSending && !entry.error && free()) {
        this.#send(entry);
      }
    }
  }

  async #send(entry) {
    entry.isSending = true;
    entry.part = 0;
    entry.giveUp = new AbortController();
    entry.tell();
    const progress = (part) => {
      entry.part = part;
      entry.tell();
    };
    const { item, error, trouble = null } = await send(entry.file, progress, { signal: entry.giveUp.signal });
    entry.isSending = false;
    if (entry.isGone) {
      // Given up meanwhile: what arrived stays in the library.
    } else if (item) {
      this.#put(entry, item);
    } else {
      Object.assign(entry, { error, trouble });
      entry.tell();
      this.#say(entry.words);
      if (trouble === "signed-out") {
        this.textarea.form?.dispatchEvent(new CustomEvent("plinth:signed-out"));
      }
    }
    this.#work();
  }

  #put(entry, item) {
    if (this.#editor) {
      this.#editor.put(entry, item);
    } else {
      const { textarea } = this;
      const isThere = document.activeElement === textarea && textarea.selectionStart === entry.at && textarea.selectionEnd === entry.at;
      const { at } = entry;
      const behind = this.#entries.slice(this.#entries.indexOf(entry) + 1).filter((other) => other.at === at);
      const length = this.putPlain(item, at, at, { isFocused: isThere });
      // Files of one drop keep their order.
      behind.forEach((other) => (other.at = at + length));
    }
    this.#drop(entry);
    this.invite(item);
  }

  #drop(entry) {
    entry.isGone = true;
    this.#editor?.end(entry);
    const line = entry.line;
    const hadFocus = line.contains(document.activeElement);
    line.remove();
    this.#entries = this.#entries.filter((other) => other !== entry);
    this.panel.hidden = this.#entries.length === 0 && this.hint.textContent === "";
    if (hadFocus) {
      this.textarea.focus();
    }
  }

  #line(entry) {
    const bar = make("progress", { class: "incoming__bar", max: "1", "aria-label": `Upload of ${entry.name}` });
    const words = make("span", { class: "incoming__words", dir: "auto" });
    const again = button("Try again", () => this.#retry(entry), { look: "button--small" });
    const cancel = button("Cancel", () => this.#cancel(entry), { look: "button--small button--quiet" });
    const show = () => {
      words.textContent = entry.words;
      bar.value = entry.part;
      bar.hidden = entry.error !== null;
      again.hidden = entry.error === null;
      again.setAttribute("aria-label", `Try again: ${entry.name}`);
      cancel.textContent = entry.error ? "Leave it out" : "Cancel";
      cancel.setAttribute("aria-label", `${cancel.textContent}: ${entry.name}`);
      entry.line.classList.toggle("incoming__line--failed", entry.error !== null);
    };
    entry.line = make("li", { class: "incoming__line" }, words, bar, again, cancel);
    entry.addEventListener("change", show);
    show();
    return entry.line;
  }

  #retry(entry) {
    entry.line.querySelector(".button--quiet").focus();
    Object.assign(entry, { error: null, trouble: null });
    entry.tell();
    this.#work();
  }

  #again(trouble) {
    for (const entry of this.#entries) {
      if (entry.trouble === trouble) {
        Object.assign(entry, { error: null, trouble: null });
        entry.tell();
      }
    }
    this.#work();
  }

  #cancel(entry) {
    const words = entry.error ? `${entry.name} is left out.` : `The upload of ${entry.name} was cancelled.`;
    this.#drop(entry);
    entry.giveUp?.abort();
    this.#say(words);
    this.#work();
  }

  #hold(event) {
    const { form } = this.textarea;
    const isSave = event.submitter?.name === "intent" && event.submitter.value === "save";
    const isAway = event.target === form || event.target.matches("[data-beside]");
    if (this.isUnderWay && isAway && !(isSave && form.hasAttribute("data-editor"))) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.hint.textContent = "A file is still on its way. Wait until it is there, or cancel it.";
      this.#say(this.hint.textContent);
      this.list.querySelector("button:not([hidden])")?.focus();
    }
  }

  #say(words) {
    this.aloud.textContent = words;
  }
}
