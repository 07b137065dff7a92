// Markdown as comrak reads it: CommonMark with GitHub's extensions. Only the class names are given
// here; what they look like stands in the style sheet.

import { deleteMarkupBackward, insertNewlineContinueMarkupCommand, markdownLanguage } from "@codemirror/lang-markdown";
import { LanguageSupport, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { RangeSetBuilder } from "@codemirror/state";
import { Decoration, ViewPlugin } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";

const highlighter = tagHighlighter([
  { tag: tags.heading, class: "md-heading" },
  { tag: tags.strong, class: "md-strong" },
  { tag: tags.emphasis, class: "md-emphasis" },
  { tag: tags.strikethrough, class: "md-struck" },
  { tag: tags.link, class: "md-link" },
  { tag: tags.url, class: "md-address" },
  { tag: tags.monospace, class: "md-code" },
  { tag: tags.processingInstruction, class: "md-mark" },
  { tag: tags.contentSeparator, class: "md-mark" },
  { tag: tags.labelName, class: "md-label" },
  { tag: tags.comment, class: "md-comment" },
  { tag: tags.atom, class: "md-mark" },
]);

const LINE_CLASSES = {
  ATXHeading1: "md-line-title",
  ATXHeading2: "md-line-title",
  ATXHeading3: "md-line-subtitle",
  SetextHeading1: "md-line-title",
  SetextHeading2: "md-line-title",
  FencedCode: "md-line-code",
  CodeBlock: "md-line-code",
  HTMLBlock: "md-line-code",
  Table: "md-line-table",
  Blockquote: "md-line-quote",
};

const plainLine = Decoration.line({ attributes: { dir: "auto" } });
const lineOf = Object.fromEntries(
  Object.values(LINE_CLASSES).map((name) => [
    name,
    // Code and tables are read from left to right whatever stands in them.
    Decoration.line({ class: name, attributes: { dir: /code|table/.test(name) ? "ltr" : "auto" } }),
  ]),
);

/** Every visible line says in which direction it is read, and which kind of line it is. */
const lines = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.tree = syntaxTree(view.state);
      this.decorations = decorate(view, this.tree);
    }

    update(update) {
      const tree = syntaxTree(update.state);
      if (update.docChanged || update.viewportChanged || tree !== this.tree) {
        this.tree = tree;
        this.decorations = decorate(update.view, tree);
      }
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function decorate(view, tree) {
  const { doc } = view.state;
  const builder = new RangeSetBuilder();
  let last = -1;
  for (const { from, to } of view.visibleRanges) {
    const kinds = new Map();
    tree.iterate({
      from,
      to,
      enter(node) {
        const name = LINE_CLASSES[node.name];
        if (name) {
          const first = doc.lineAt(Math.max(node.from, from)).number;
          const final = doc.lineAt(Math.min(node.to, to)).number;
          for (let number = first; number <= final; number += 1) {
            kinds.set(number, name);
          }
        }
      },
    });
    for (let position = from; position <= to; ) {
      const line = doc.lineAt(position);
      if (line.from > last) {
        last = line.from;
        builder.add(line.from, line.from, lineOf[kinds.get(line.number)] ?? plainLine);
      }
      position = line.to + 1;
    }
  }
  return builder.finish();
}

/** Enter carries a list or a quotation on; on an empty item it ends the list. */
export const markdownKeys = [
  { key: "Enter", run: insertNewlineContinueMarkupCommand({ nonTightLists: false }) },
  { key: "Backspace", run: deleteMarkupBackward },
];

export function markdown() {
  return [new LanguageSupport(markdownLanguage), syntaxHighlighting(highlighter), lines];
}

/** Whether a position stands in code, where nothing is to be made of what is typed or pasted. */
export function isInCode(state, position = state.selection.main.from) {
  for (let node = syntaxTree(state).resolveInner(position, -1); node; node = node.parent) {
    if (["FencedCode", "CodeBlock", "InlineCode", "HTMLBlock"].includes(node.name)) {
      // Right behind the closing mark of inline code one is outside.
      return !(node.name === "InlineCode" && node.to === position);
    }
  }
  return false;
}
