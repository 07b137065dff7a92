// The keys of the editor, in the order in which the list shows them.

import { copyLineDown, copyLineUp, historyKeymap, indentLess, indentMore, moveLineDown, moveLineUp, standardKeymap } from "@codemirror/commands";
import { closeSearchPanel, findNext, findPrevious, openSearchPanel } from "@codemirror/search";
import { Prec } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { showKeys } from "asset:js/admin/editor-keys.js";

import { toggleCode, toggleEmphasis, toggleHeading, toggleLink, toggleStrong } from "./formatting.js";
import { openReplacePanel } from "./find-panel.js";
import { markdownKeys } from "./language.js";
import { openPicker } from "./link-picker.js";
import { openLibrary } from "./pictures.js";

const always = (act) => (view) => {
  act(view);
  return true;
};

const own = [
  { key: "Mod-b", run: toggleStrong },
  { key: "Mod-i", run: toggleEmphasis },
  { key: "Mod-e", run: toggleCode },
  { key: "Mod-k", run: toggleLink },
  { key: "Mod-Shift-k", run: openPicker },
  { key: "Mod-Shift-l", run: openLibrary },
  { key: "Mod-Alt-2", run: toggleHeading(2) },
  { key: "Mod-Alt-3", run: toggleHeading(3) },
  { key: "Mod-f", run: openSearchPanel, scope: "editor search-panel" },
  { key: "Mod-Alt-f", run: openReplacePanel, scope: "editor search-panel" },
  { key: "Mod-g", run: findNext, shift: findPrevious, scope: "editor search-panel", preventDefault: true },
  { key: "F3", run: findNext, shift: findPrevious, scope: "editor search-panel", preventDefault: true },
  { key: "Escape", run: closeSearchPanel, scope: "editor search-panel" },
  { key: "Mod-/", run: always(showKeys) },
  { key: "Alt-ArrowUp", run: moveLineUp, shift: copyLineUp },
  { key: "Alt-ArrowDown", run: moveLineDown, shift: copyLineDown },
  { key: "Mod-]", run: indentMore },
  { key: "Mod-[", run: indentLess },
];

/** Tab is left alone: it leaves the field, as it leaves every other. */
export function keys() {
  return [Prec.high(keymap.of([...own, ...markdownKeys])), keymap.of([...historyKeymap, ...standardKeymap])];
}

export const KEY_LIST = [
  ["Mod-B", "Bold"],
  ["Mod-I", "Italic"],
  ["Mod-E", "Code; over several lines a block of code"],
  ["Mod-K", "Link"],
  [["Mod-Shift-K", "[["], "Link to a page of this site"],
  ["Mod-Shift-L", "Picture or file of the library"],
  ["Mod-Alt-2", "Heading"],
  ["Mod-Alt-3", "Smaller heading"],
  ["Enter", "Next item of a list; on an empty item, the end of the list"],
  [["Mod-]", "Mod-["], "Indent, and back"],
  [["Alt-↑", "Alt-↓"], "Move the line"],
  ["Mod-F", "Find"],
  ["Mod-Alt-F", "Find and replace"],
  [["Mod-Z", "Mod-Shift-Z"], "Undo, and do again"],
  ["Mod-Shift-V", "Paste the words only"],
  ["Tab", "Leave the text; Shift and Tab goes to its buttons"],
  ["Mod-/", "This list"],
];
