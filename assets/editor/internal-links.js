// A link to a page of this site is kept as `plinth:` and the page's id, so that it survives a new address.
// Nobody reads ids: in the text the title stands in its place.

import { syntaxTree } from "@codemirror/language";
import { RangeSetBuilder, StateEffect } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType } from "@codemirror/view";

export const INTERNAL = /^plinth:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(#\S*)?$/i;

const titles = new Map();
const asked = new Set();
const titleCame = StateEffect.define();

/** Remembers what the server said of a page. */
export function remember({ id, title }) {
  titles.set(id.toLowerCase(), title);
}

export async function askForLinks(words, signal) {
  const answer = await fetch(`/admin/links?${new URLSearchParams({ q: words })}`, {
    headers: { Accept: "application/json" },
    signal,
  });
  if (!answer.ok) {
    throw new Error(`the list of pages answered ${answer.status}`);
  }
  const links = await answer.json();
  links.forEach(remember);
  return links;
}

/** Where the words of a picture of the library are missing, which the library may have. */
class Hint extends WidgetType {
  eq() {
    return true;
  }

  toDOM() {
    const dom = document.createElement("span");
    dom.className = "md-hint";
    dom.textContent = "what it shows";
    return dom;
  }
}

const hint = Decoration.widget({ widget: new Hint(), side: 1 });

class Target extends WidgetType {
  constructor(id, anchor) {
    super();
    this.title = titles.get(id) ?? null;
    this.id = id;
    this.anchor = anchor;
  }

  eq(other) {
    return other.id === this.id && other.title === this.title && other.anchor === this.anchor;
  }

  toDOM() {
    const dom = document.createElement("span");
    dom.className = `md-target${this.title === null ? " md-target--unknown" : ""}`;
    dom.title = `plinth:${this.id}${this.anchor}`;
    dom.textContent = `${this.title ?? `page ${this.id.slice(0, 8)}…`}${this.anchor ? ` ${this.anchor}` : ""}`;
    return dom;
  }

  ignoreEvent() {
    return false;
  }
}

const plugin = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.view = view;
      this.tree = syntaxTree(view.state);
      this.decorations = this.decorate();
    }

    update(update) {
      const tree = syntaxTree(update.state);
      const isNew = update.transactions.some(({ effects }) => effects.some((effect) => effect.is(titleCame)));
      if (isNew || update.docChanged || update.viewportChanged || tree !== this.tree) {
        this.tree = tree;
        this.decorations = this.decorate();
      }
    }

    decorate() {
      const builder = new RangeSetBuilder();
      let last = -1;
      for (const { from, to } of this.view.visibleRanges) {
        this.tree.iterate({
          from,
          to,
          enter: (node) => {
            const found = node.name === "URL" && node.from > last && INTERNAL.exec(this.view.state.sliceDoc(node.from, node.to));
            if (found) {
              const [, id, anchor = ""] = found;
              this.ask(id.toLowerCase());
              if (this.view.state.sliceDoc(node.from - 4, node.from) === "![](") {
                builder.add(node.from - 2, node.from - 2, hint);
              }
              builder.add(node.from, node.to, Decoration.replace({ widget: new Target(id.toLowerCase(), anchor) }));
              last = node.to;
            }
          },
        });
      }
      return builder.finish();
    }

    // Asked once for each page that is seen; where there is no answer the id stands there.
    async ask(id) {
      if (titles.has(id) || asked.has(id)) {
        return;
      }
      asked.add(id);
      await askForLinks(id).catch(() => []);
      if (titles.has(id) && this.view.dom.isConnected) {
        this.view.dispatch({ effects: titleCame.of(null) });
      }
    }
  },
  {
    decorations: (value) => value.decorations,
    // The caret goes over an address in one step.
    provide: (value) => EditorView.atomicRanges.of((view) => view.plugin(value)?.decorations ?? Decoration.none),
  },
);

export function internalLinks() {
  return plugin;
}
