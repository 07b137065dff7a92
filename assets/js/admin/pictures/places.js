// Where in a text a picture belongs that is still on its way, and how it is written there. Pure. What is
// on its way is never a part of the text itself, so nothing unfinished can be saved or published.

/** Begins with the mark of a list, a quotation or a table: what comes in stays in the line. */
const MARKED = /^\s*(?:>|[-*+]\s|\d+[.)]\s|\|)/;

/** Where a position is after a text became another one. */
export function mapped(at, before, after) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) {
    start += 1;
  }
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) {
    end += 1;
  }
  if (at <= start) {
    return at;
  }
  return at >= before.length - end ? at + after.length - before.length : start;
}

/** An item as Markdown: a picture with a place for its words, a download as a link with its name. */
export function markdownOf(item, words = "") {
  const escaped = (text) => text.replaceAll(/\s+/g, " ").replaceAll(/[[\]\\]/g, "\\$&");
  return item.kind === "picture"
    ? `![${escaped(item.alt ?? "")}](${item.reference})`
    : `[${words || escaped(item.name)}](${item.reference})`;
}

/**
 * What is put in at a position, `{ insert, caret }`: a picture beside nothing else in its line becomes a
 * paragraph of its own; in the middle of words or of a list it stays there. The caret goes between the
 * brackets of a picture that has no words yet, and else behind it all.
 */
export function fitted(text, at, item, words = "") {
  const markdown = markdownOf(item, words);
  let [before, after] = ["", ""];
  if (item.kind === "picture") {
    const lineStart = text.lastIndexOf("\n", at - 1) + 1;
    const lineEnd = text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at);
    const [head, tail] = [text.slice(lineStart, at), text.slice(at, lineEnd)];
    const isOpen = !MARKED.test(head) && (head.trim() === "" || tail.trim() === "");
    if (isOpen && head.trim() !== "") {
      before = "\n\n";
    } else if (isOpen && /[^\n]\n$/.test(text.slice(0, lineStart))) {
      before = "\n";
    }
    if (isOpen && tail.trim() !== "") {
      after = "\n\n";
    } else if (isOpen && /^\n[^\n]/.test(text.slice(lineEnd))) {
      after = "\n";
    } else if (MARKED.test(head) && /\S$/.test(head)) {
      before = " ";
    }
  }
  const insert = `${before}${markdown}${after}`;
  const isAsking = item.kind === "picture" && !item.alt;
  return { insert, caret: at + before.length + (isAsking ? 2 : markdown.length) };
}

/** The files of a paste or a drop that the library may take: pictures and documents. */
export function filesOf(data) {
  return [...(data?.files ?? [])].filter((file) => file.type === "" || /^(?:image\/|application\/pdf$)/.test(file.type));
}
