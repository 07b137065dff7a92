// What the keys and the toolbar do to the text. Each command undoes itself when it is given again.

import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import { EditorSelection } from "@codemirror/state";

const PARSE_PATIENCE_MS = 50;
/** What stands before the words of a line: quotation, list and task marks, or those of a heading. */
const LEADING = /^\s*(?:>\s?)*(?:(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?|#{1,6}\s+)?/;
/** The marks of quotations before a line, and those of a heading. */
const HEADING = /^(\s*(?:>\s?)*)(?:(#{1,6})(?:\s+|$))?/;
export const ADDRESS = /^(?:https?:\/\/|mailto:)\S+$/i;

/** A command that does nothing where nothing may be changed. */
const editing = (command) => (view) => view.state.readOnly || command(view);

function treeOf(state, position) {
  return ensureSyntaxTree(state, position, PARSE_PATIENCE_MS) ?? syntaxTree(state);
}

/** The innermost node of a kind that holds the whole range. */
function enclosing(state, name, { from, to }) {
  const tree = treeOf(state, to);
  for (const side of [1, -1]) {
    for (let node = tree.resolveInner(from, side); node; node = node.parent) {
      if (node.name === name && node.from <= from && node.to >= to) {
        return node;
      }
    }
  }
  return null;
}

/** Whether the selection stands in a node of this kind, for the toolbar. */
export function stands(state, name) {
  return enclosing(state, name, state.selection.main) !== null;
}

/** The selected words line by line, without the marks before them and the blanks around them. */
function pieces(state, { from, to }) {
  const found = [];
  for (let position = from; position <= to; ) {
    const line = state.doc.lineAt(position);
    const start = Math.max(from, line.from + LEADING.exec(line.text)[0].length);
    const end = Math.min(to, line.to);
    const text = state.sliceDoc(start, Math.max(start, end));
    if (text.trim()) {
      found.push({ from: start + text.length - text.trimStart().length, to: start + text.trimEnd().length });
    }
    position = line.to + 1;
  }
  return found;
}

function settle(state, range, changes) {
  const set = state.changes(changes);
  if (range.empty) {
    const word = state.wordAt(range.head);
    return { changes, range: EditorSelection.cursor(set.mapPos(range.head, word && word.to === range.head ? -1 : 1)) };
  }
  return { changes, range: EditorSelection.range(set.mapPos(range.from, 1), set.mapPos(range.to, -1)) };
}

function inline(name, mark) {
  const size = mark.length;
  const isMarked = (state, piece) =>
    piece.to - piece.from >= 2 * size &&
    state.sliceDoc(piece.from, piece.from + size) === mark &&
    state.sliceDoc(piece.to - size, piece.to) === mark;
  const unwrap = (piece) => [
    { from: piece.from, to: piece.from + size },
    { from: piece.to - size, to: piece.to },
  ];
  const wrap = (piece) => [
    { from: piece.from, insert: mark },
    { from: piece.to, insert: mark },
  ];
  return editing((view) => {
    const { state } = view;
    const changed = state.changeByRange((range) => {
      const node = enclosing(state, name, range);
      if (node?.firstChild) {
        const [first, last] = [node.firstChild, node.lastChild];
        return settle(state, range, [{ from: first.from, to: first.to }, { from: last.from, to: last.to }]);
      }
      const around = { from: range.from - size, to: range.to + size };
      if (range.empty && around.from >= 0 && isMarked(state, around)) {
        return { changes: around, range: EditorSelection.cursor(around.from) };
      }
      const words = range.empty ? [state.wordAt(range.head)].filter(Boolean) : pieces(state, range);
      if (words.length === 0) {
        return { changes: { from: range.from, insert: mark + mark }, range: EditorSelection.cursor(range.from + size) };
      }
      const within = words.map((piece) => enclosing(state, name, piece));
      const isAll = words.every((piece, index) => within[index] || isMarked(state, piece));
      const todo = words.filter((piece, index) => isAll || !(within[index] || isMarked(state, piece)));
      return settle(state, range, todo.flatMap((piece) => (isAll ? unwrap(within[words.indexOf(piece)] ?? piece) : wrap(piece))));
    });
    view.dispatch(state.update(changed, { userEvent: "input.format", scrollIntoView: true }));
    return true;
  });
}

export const toggleStrong = inline("StrongEmphasis", "**");
export const toggleEmphasis = inline("Emphasis", "*");
const toggleInlineCode = inline("InlineCode", "`");

/** Words become code in their line; whole lines become a block of code. */
export const toggleCode = editing((view) => {
  const { state } = view;
  const { from, to } = state.selection.main;
  const [first, last] = [state.doc.lineAt(from), state.doc.lineAt(to)];
  if (first.number === last.number) {
    return toggleInlineCode(view);
  }
  const block = enclosing(state, "FencedCode", { from, to });
  if (block) {
    const [opening, closing] = [state.doc.lineAt(block.from), state.doc.lineAt(block.to)];
    const changes = [{ from: opening.from, to: Math.min(opening.to + 1, state.doc.length) }];
    if (closing.number > opening.number && /^\s*(?:`{3,}|~{3,})\s*$/.test(closing.text)) {
      changes.push({ from: closing.from - 1, to: closing.to });
    }
    view.dispatch({ changes, userEvent: "delete.format", scrollIntoView: true });
    return true;
  }
  const inner = state.sliceDoc(first.from, last.to);
  const longest = Math.max(2, ...[...inner.matchAll(/`{3,}/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  view.dispatch({
    changes: [
      { from: first.from, insert: `${fence}\n` },
      { from: last.to, insert: `\n${fence}` },
    ],
    userEvent: "input.format",
    scrollIntoView: true,
  });
  return true;
});

/** Makes the selected lines headings of this level, or plain again where they are that already. */
export function toggleHeading(level) {
  const mark = "#".repeat(level);
  return editing((view) => {
    const { state } = view;
    const { main } = state.selection;
    const lines = [];
    for (let position = main.from; position <= main.to; ) {
      const line = state.doc.lineAt(position);
      if (line.text.trim() || main.empty) {
        lines.push(line);
      }
      position = line.to + 1;
    }
    const found = lines.map((line) => HEADING.exec(line.text));
    const isAll = found.every(([, , known]) => known === mark);
    const changes = found.map(([whole, before], index) => ({
      from: lines[index].from + before.length,
      to: lines[index].from + whole.length,
      insert: isAll ? "" : `${mark} `,
    }));
    const set = state.changes(changes);
    view.dispatch({
      changes: set,
      selection: { anchor: set.mapPos(main.anchor, 1), head: set.mapPos(main.head, 1) },
      userEvent: "input.format",
      scrollIntoView: true,
    });
    return true;
  });
}

/** Whether the line of the caret is a heading of this level. */
export function standsInHeading(state, level) {
  return HEADING.exec(state.doc.lineAt(state.selection.main.head).text)[2]?.length === level;
}

/** Makes a link of the selection or the word, with the caret where its address goes; or takes a link away. */
export const toggleLink = editing((view) => {
  const { state } = view;
  const { main } = state.selection;
  const node = enclosing(state, "Link", main);
  const marks = node?.getChildren("LinkMark") ?? [];
  if (marks.length >= 2) {
    const changes = [
      { from: node.from, to: marks[0].to },
      { from: marks[1].from, to: node.to },
    ];
    view.dispatch({ changes, userEvent: "delete.format", scrollIntoView: true });
    return true;
  }
  const words = main.empty ? state.wordAt(main.head) : pieces(state, main)[0];
  const { from, to } = words ?? { from: main.head, to: main.head };
  const text = state.sliceDoc(from, to);
  const isAddress = ADDRESS.test(text);
  const insert = isAddress ? `[](${text})` : `[${text}]()`;
  const caret = from + (isAddress || !text ? 1 : insert.length - 1);
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: caret },
    userEvent: "input.format",
    scrollIntoView: true,
  });
  return true;
});
