// The library in a dialog: search, a grid of what it holds, an upload. Everything goes by keyboard: the
// arrow keys walk over the grid, Enter takes, Escape closes, and the focus returns to where it was.

import { button, make } from "../drafts/make.js";
import { send } from "../media/sending.js";

const ASK_AFTER_MS = 150;
const KINDS = [["", "All"], ["picture", "Pictures"], ["download", "Downloads"]];
let count = 0;

/** Resolves to the item that was chosen, or to null. `kind` leaves only pictures or downloads. */
export function chooseFromLibrary({ kind = "" } = {}) {
  return new Promise((resolve) => new Picker(kind, resolve));
}

class Picker {
  #items = [];
  #next = null;
  #active = 0;
  #asking = null;
  #timer = 0;
  #chosen = null;
  #back = document.activeElement;

  constructor(kind, resolve) {
    this.kind = kind;
    this.isOfOneKind = kind !== "";
    const id = `library-${(count += 1)}`;
    this.search = make("input", { class: "input", type: "search", id: `${id}-search`, autocomplete: "off", placeholder: "Name or alt text", "aria-controls": `${id}-list`, input: () => this.#askSoon(), keydown: (event) => this.#keyInSearch(event) });
    this.list = make("ul", { class: "library-grid", id: `${id}-list`, role: "listbox", tabindex: "0", "aria-label": "Files of the library", keydown: (event) => this.#keyInGrid(event), focus: () => this.#mark() });
    this.status = make("p", { class: "library-dialog__status", role: "status" });
    this.more = button("Show more", () => this.#ask(this.#next), { look: "button--small", hidden: true });
    this.input = make("input", { class: "visually-hidden", type: "file", multiple: true, tabindex: "-1", "aria-hidden": "true", change: () => this.#upload([...this.input.files]) });
    this.bar = make("progress", { class: "incoming__bar", max: "1", "aria-label": "Upload", hidden: true });
    const kinds = make(
      "fieldset",
      { class: "library-dialog__kinds", hidden: this.isOfOneKind },
      make("legend", { class: "visually-hidden" }, "Kind of file"),
      ...KINDS.map(([value, words]) => make("label", {}, make("input", { type: "radio", name: `${id}-kind`, value, checked: value === kind, change: () => this.#limit(value) }), words)),
    );
    this.dialog = make(
      "dialog",
      { class: "library-dialog", "aria-labelledby": `${id}-heading` },
      make(
        "div",
        { class: "library-dialog__head" },
        make("h2", { id: `${id}-heading` }, kind === "picture" ? "Choose a picture" : "Choose from the library"),
        button("Close", () => this.dialog.close(), { look: "button--small button--quiet" }),
      ),
      make(
        "div",
        { class: "library-dialog__tools" },
        make("div", { class: "field" }, make("label", { for: this.search.id }, "Search"), this.search),
        kinds,
        button("Upload…", () => this.input.click(), { look: "button--small" }),
        this.input,
      ),
      this.bar,
      this.status,
      this.list,
      this.more,
    );
    for (const type of ["input", "change"]) {
      // What is typed here is no part of the form around it.
      this.dialog.addEventListener(type, (event) => event.stopPropagation());
    }
    this.dialog.addEventListener("dragover", (event) => event.preventDefault());
    this.dialog.addEventListener("drop", (event) => {
      event.preventDefault();
      this.#upload([...event.dataTransfer.files]);
    });
    this.dialog.addEventListener("close", () => {
      clearTimeout(this.#timer);
      this.#asking?.abort();
      this.dialog.remove();
      this.#back?.focus?.();
      resolve(this.#chosen);
    });
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.search.focus();
    this.#ask();
  }

  #limit(kind) {
    this.kind = kind;
    this.#ask();
  }

  #askSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), ASK_AFTER_MS);
  }

  async #ask(after = "") {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const query = new URLSearchParams({ q: this.search.value.trim(), kind: this.kind, after });
    try {
      const answer = await fetch(`/admin/media/picker?${query}`, { headers: { Accept: "application/json" }, redirect: "manual", signal: asking.signal });
      if (!answer.ok) {
        throw new Error(`the library answered ${answer.status}`);
      }
      const { items, next } = await answer.json();
      this.#next = next;
      this.#show(after ? [...this.#items, ...items] : items, after ? this.#items.length : 0);
    } catch {
      if (!asking.signal.aborted) {
        this.status.textContent = "The library could not be read. Are you still connected and signed in? Type on to try again.";
      }
    }
  }

  #show(items, active = 0) {
    this.#items = items;
    this.#active = Math.max(0, Math.min(active, items.length - 1));
    this.list.replaceChildren(
      ...items.map((item, index) =>
        make(
          "li",
          { class: "library-grid__item", role: "option", id: `${this.list.id}-${index}`, click: () => this.#take(item) },
          item.thumbnail
            ? make("img", { class: "library-grid__picture", src: item.thumbnail, alt: "", loading: "lazy" })
            : make("span", { class: "library-grid__picture library-grid__picture--none", "aria-hidden": "true" }, item.name.split(".").pop().toUpperCase()),
          make("span", { class: "library-grid__name", dir: "auto" }, item.name),
          make("span", { class: "library-grid__about", dir: "auto" }, item.kind !== "picture" ? "Download" : item.is_decorative ? "Decorative" : item.alt || "No alt text yet"),
        ),
      ),
    );
    this.list.hidden = items.length === 0;
    this.more.hidden = this.#next === null;
    const files = items.length === 1 ? "1 file" : `${items.length} files`;
    this.status.textContent = items.length === 0 ? "Nothing in the library is called so." : `${files}${this.#next ? ", and there are more" : ""}.`;
    this.#mark();
  }

  #mark() {
    [...this.list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === this.#active)));
    const option = this.list.children[this.#active];
    if (option) {
      this.list.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.list.removeAttribute("aria-activedescendant");
    }
  }

  #keyInSearch(event) {
    if (event.isComposing) {
      return;
    }
    if (event.key === "ArrowDown" && this.#items.length > 0) {
      this.list.focus();
    } else if (event.key === "Enter") {
      this.#take(this.#items[this.#active]);
    } else {
      return;
    }
    event.preventDefault();
  }

  #keyInGrid(event) {
    const last = this.#items.length - 1;
    const isRightToLeft = getComputedStyle(this.list).direction === "rtl";
    const columns = getComputedStyle(this.list).gridTemplateColumns.split(" ").length;
    const steps = { ArrowRight: isRightToLeft ? -1 : 1, ArrowLeft: isRightToLeft ? 1 : -1, ArrowDown: columns, ArrowUp: -columns };
    if (event.key in steps) {
      const next = this.#active + steps[event.key];
      if (event.key === "ArrowUp" && next < 0) {
        this.search.focus();
      } else if (event.key === "ArrowDown" && next > last && !this.more.hidden) {
        this.more.focus();
      } else {
        this.#active = Math.max(0, Math.min(last, next));
        this.#mark();
      }
    } else if (event.key === "Home" || event.key === "End") {
      this.#active = event.key === "Home" ? 0 : last;
      this.#mark();
    } else if (event.key === "Enter" || event.key === " ") {
      this.#take(this.#items[this.#active]);
    } else {
      return;
    }
    event.preventDefault();
  }

  #take(item) {
    if (item) {
      this.#chosen = item;
      this.dialog.close();
    }
  }

  async #upload(files) {
    const refused = [];
    this.bar.hidden = false;
    for (const file of files) {
      this.status.textContent = `Uploading ${file.name}…`;
      const { item, error } = await send(file, (part) => (this.bar.value = part));
      if (!item) {
        refused.push(`${file.name}: ${error}`);
      } else if (!this.isOfOneKind || item.kind === this.kind) {
        this.#show([item, ...this.#items.filter(({ id }) => id !== item.id)]);
        this.list.focus();
      }
    }
    this.bar.hidden = true;
    this.input.value = "";
    this.status.textContent = refused.length > 0 ? refused.join(" ") : "It is in the library. Enter takes it.";
  }
}
