// Find and replace, in the look of the panel. Nothing in it has a name, so nothing of it is submitted
// with the form around it.

import {
  SearchQuery,
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  openSearchPanel,
  replaceAll,
  replaceNext,
  search,
  setSearchQuery,
} from "@codemirror/search";
import { runScopeHandlers } from "@codemirror/view";

import { keepInside, make } from "./elements.js";

/** More matches than this are not counted: nobody reads such a number, and it costs time. */
const COUNT_LIMIT = 999;

let count = 0;
const openPanels = new WeakMap();

export function findPanel() {
  return search({ top: true, createPanel: (view) => new FindPanel(view) });
}

/** Opens the panel with the focus on the words to put in place of others. */
export function openReplacePanel(view) {
  openSearchPanel(view);
  openPanels.get(view)?.replacement.focus();
  return true;
}

class FindPanel {
  constructor(view) {
    this.view = view;
    this.query = getSearchQuery(view.state);
    const id = `find-${(count += 1)}`;
    this.words = this.#field(`${id}-words`, this.query.search);
    this.words.setAttribute("main-field", "true");
    this.replacement = this.#field(`${id}-replacement`, this.query.replace);
    this.exact = this.#check(this.query.caseSensitive);
    this.whole = this.#check(this.query.wholeWord);
    this.status = make("p", { class: "find__status", role: "status" });
    this.dom = keepInside(
      make(
        "div",
        { class: "find", role: "search", "aria-label": "Find and replace", onkeydown: (event) => this.#key(event) },
        make("div", { class: "find__line" }, make("label", { for: this.words.id }, "Find"), this.words,
          this.#button("Previous", findPrevious), this.#button("Next", findNext)),
        make("div", { class: "find__line" }, make("label", { for: this.replacement.id }, "Replace with"), this.replacement,
          this.#button("Replace", replaceNext), this.#button("Replace all", replaceAll)),
        make("div", { class: "find__line find__line--end" },
          make("label", { class: "find__check" }, this.exact, "Match case"),
          make("label", { class: "find__check" }, this.whole, "Whole words"),
          this.status, this.#button("Close", closeSearchPanel)),
      ),
    );
    this.#count();
  }

  get top() {
    return true;
  }

  mount() {
    openPanels.set(this.view, this);
    this.words.select();
  }

  destroy() {
    openPanels.delete(this.view);
  }

  update(update) {
    let isNew = update.docChanged || update.selectionSet;
    for (const transaction of update.transactions) {
      for (const effect of transaction.effects) {
        if (effect.is(setSearchQuery)) {
          isNew = true;
          this.#show(effect.value);
        }
      }
    }
    if (isNew) {
      this.#count();
    }
  }

  // Only what somebody else set is shown: writing into the field that is typed in would move its caret.
  #show(query) {
    if (!query.eq(this.query)) {
      this.query = query;
      this.words.value = query.search;
      this.replacement.value = query.replace;
      this.exact.checked = query.caseSensitive;
      this.whole.checked = query.wholeWord;
    }
  }

  #commit() {
    const query = new SearchQuery({
      search: this.words.value,
      replace: this.replacement.value,
      caseSensitive: this.exact.checked,
      wholeWord: this.whole.checked,
      literal: true,
    });
    if (!query.eq(this.query)) {
      this.query = query;
      this.view.dispatch({ effects: setSearchQuery.of(query) });
    }
  }

  #count() {
    if (!this.query.valid) {
      this.status.textContent = "";
      return;
    }
    const { from, to } = this.view.state.selection.main;
    let found = 0;
    let here = 0;
    for (const cursor = this.query.getCursor(this.view.state); found <= COUNT_LIMIT; ) {
      const { value, done } = cursor.next();
      if (done) {
        break;
      }
      found += 1;
      if (value.from === from && value.to === to) {
        here = found;
      }
    }
    if (found === 0) {
      this.status.textContent = "Nothing found";
    } else if (found > COUNT_LIMIT) {
      this.status.textContent = `More than ${COUNT_LIMIT}`;
    } else {
      this.status.textContent = here ? `${here} of ${found}` : `${found} found`;
    }
  }

  #key(event) {
    if (runScopeHandlers(this.view, event, "search-panel")) {
      event.preventDefault();
    } else if (event.key === "Enter" && event.target.matches("input")) {
      // Enter in a field would send the form.
      event.preventDefault();
      if (event.target.type !== "checkbox") {
        this.#commit();
        const act = event.target === this.replacement ? replaceNext : event.shiftKey ? findPrevious : findNext;
        act(this.view);
      }
    }
  }

  #field(id, value) {
    const field = make("input", {
      id,
      class: "input find__field",
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      autocapitalize: "none",
      oninput: () => this.#commit(),
    });
    field.value = value;
    return field;
  }

  #check(isChecked) {
    const box = make("input", { type: "checkbox", onchange: () => this.#commit() });
    box.checked = isChecked;
    return box;
  }

  #button(words, act) {
    return make("button", { type: "button", class: "button button--small", onclick: () => act(this.view) }, words);
  }
}
