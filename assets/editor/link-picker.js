// Finds a page of this site by its title and puts a link to it into the text. `[[` opens it as well.

import { StateEffect, StateField } from "@codemirror/state";
import { EditorView, showTooltip, tooltips } from "@codemirror/view";

import { keepInside, make } from "./elements.js";
import { askForLinks } from "./internal-links.js";
import { isInCode } from "./language.js";

const ASK_AFTER_MS = 120;
/** What stands at the upper and the lower edge of the window, and a little room at its sides. */
const EDGES_PX = { top: 56, bottom: 80, side: 12 };
const KINDS = { article: "Article", service: "Service" };

const open = StateEffect.define({
  map: (range, changes) => ({ ...range, from: changes.mapPos(range.from, -1), to: changes.mapPos(range.to, 1) }),
});
const close = StateEffect.define();
let count = 0;

/** The open picker and where its link goes, `{ from, to, words }`. */
const picking = StateField.define({
  create: () => null,
  update(picker, { changes, effects }) {
    let now = picker;
    if (now && !changes.empty) {
      const from = changes.mapPos(now.from, -1);
      // `create` stays the same function, so that the panel stays the same one.
      now = { ...now, pos: from, from, to: changes.mapPos(now.to, 1) };
    }
    for (const effect of effects) {
      if (effect.is(open)) {
        const range = effect.value;
        const create = (view) => new Picker(view, range);
        // Not clipped: it may stand over the room that is kept free at the edges.
        now = { ...range, pos: range.from, above: false, clip: false, create };
      } else if (effect.is(close)) {
        now = null;
      }
    }
    return now;
  },
  provide: (field) => showTooltip.from(field),
});

/** Opens the picker; selected words stay the words of the link. */
export function openPicker(view) {
  const { from, to } = view.state.selection.main;
  const words = view.state.sliceDoc(from, to);
  if (view.state.readOnly || isInCode(view.state) || words.includes("\n")) {
    return true;
  }
  view.dispatch({ effects: open.of({ from, to, words }) });
  return true;
}

const brackets = EditorView.inputHandler.of((view, from, to, text, insert) => {
  if (text !== "[" || from !== to || view.state.sliceDoc(from - 1, from) !== "[" || isInCode(view.state, from)) {
    return false;
  }
  view.dispatch(insert());
  view.dispatch({ effects: open.of({ from: from - 1, to: from + 1, words: "" }) });
  return true;
});

export function linkPicker() {
  const tooltipSpace = () => ({
    top: EDGES_PX.top,
    bottom: window.innerHeight - EDGES_PX.bottom,
    left: EDGES_PX.side,
    right: document.documentElement.clientWidth - EDGES_PX.side,
  });
  return [picking, brackets, tooltips({ tooltipSpace })];
}

class Picker {
  #links = [];
  #chosen = -1;
  #asking = null;
  #timer = 0;

  constructor(view, range) {
    this.view = view;
    const id = `link-picker-${(count += 1)}`;
    this.field = make("input", {
      class: "input picker__field",
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": "Title of the page",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": `${id}-list`,
      placeholder: "Title of an article or a service",
      oninput: () => this.#askSoon(),
      onkeydown: (event) => this.#key(event),
    });
    this.field.value = range.words.trim();
    this.list = make("ul", { class: "picker__list", id: `${id}-list`, role: "listbox", "aria-label": "Pages", hidden: "" });
    this.status = make("p", { class: "picker__status", role: "status" });
    this.dom = keepInside(
      make(
        "div",
        {
          class: "picker",
          role: "dialog",
          "aria-label": "Link to a page of this site",
          onfocusout: (event) => {
            if (!this.dom.contains(event.relatedTarget)) {
              this.#end(false);
            }
          },
        },
        this.field,
        this.list,
        this.status,
      ),
    );
  }

  mount() {
    this.field.focus({ preventScroll: true });
    this.field.select();
    this.#ask();
  }

  destroy() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.isGone = true;
  }

  #askSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), ASK_AFTER_MS);
  }

  async #ask() {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    try {
      this.#show(await askForLinks(this.field.value.trim(), asking.signal));
    } catch {
      if (!asking.signal.aborted) {
        this.#show([]);
        this.status.textContent = "The pages could not be read. Type on to try again.";
      }
    }
  }

  #show(links) {
    this.#links = links;
    this.#chosen = links.length > 0 ? 0 : -1;
    const name = this.list.id;
    this.list.replaceChildren(
      ...links.map((link, index) =>
        make(
          "li",
          {
            class: "picker__page",
            role: "option",
            id: `${name}-${index}`,
            // The field keeps the focus, also while a page is pressed.
            onpointerdown: (event) => event.preventDefault(),
            onmousedown: (event) => event.preventDefault(),
            onclick: () => this.#pick(link),
          },
          make("span", { class: "picker__title", dir: "auto" }, link.title),
          make("span", { class: "picker__about" }, [KINDS[link.kind] ?? link.kind, link.state === "published" ? link.address : link.state].join(" · ")),
        ),
      ),
    );
    this.list.hidden = links.length === 0;
    this.field.setAttribute("aria-expanded", String(links.length > 0));
    this.status.textContent = links.length === 0 ? "No page has such a title." : "";
    this.#mark();
  }

  #mark() {
    [...this.list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === this.#chosen)));
    const option = this.list.children[this.#chosen];
    option?.scrollIntoView({ block: "nearest" });
    if (option) {
      this.field.setAttribute("aria-activedescendant", option.id);
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  #key(event) {
    if (event.isComposing) {
      return;
    }
    const count = this.#links.length;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && count > 0) {
      this.#chosen = (this.#chosen + steps[event.key] + count) % count;
      this.#mark();
    } else if (event.key === "Enter") {
      if (this.#chosen >= 0) {
        this.#pick(this.#links[this.#chosen]);
      }
    } else if (event.key === "Escape") {
      this.#end(true);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #pick({ id, title }) {
    const range = this.view.state.field(picking);
    if (!range) {
      return;
    }
    const words = range.words || title.replaceAll(/[[\]\\]/g, "\\$&");
    const insert = `[${words}](plinth:${id})`;
    this.view.dispatch({
      changes: { from: range.from, to: range.to, insert },
      selection: { anchor: range.from + insert.length },
      effects: close.of(null),
      userEvent: "input.link",
      scrollIntoView: true,
    });
    this.view.focus();
  }

  #end(isBackToText) {
    if (this.isGone) {
      return;
    }
    if (isBackToText) {
      this.view.focus();
    }
    if (this.view.state.field(picking)) {
      this.view.dispatch({ effects: close.of(null) });
    }
  }
}
