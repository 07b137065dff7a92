// What is pasted: formatted text becomes Markdown, an address over selected words becomes their link.
// Pasting without formatting brings no HTML along, so it stays the words as they are.

import { EditorView } from "@codemirror/view";

import { ADDRESS } from "./formatting.js";
import { htmlToMarkdown } from "./html-to-markdown.js";
import { isInCode } from "./language.js";
import { takesFiles } from "./pictures.js";

export function pasting() {
  return EditorView.domEventHandlers({
    paste(event, view) {
      const data = event.clipboardData;
      const { state } = view;
      if (takesFiles(event, view)) {
        return true;
      }
      if (!data || state.readOnly || isInCode(state)) {
        return false;
      }
      const markdown = linkOverWords(state, data.getData("text/plain").trim()) ?? converted(data);
      if (markdown === null) {
        return false;
      }
      event.preventDefault();
      view.dispatch(state.replaceSelection(markdown), { userEvent: "input.paste", scrollIntoView: true });
      return true;
    },
  });
}

function linkOverWords(state, address) {
  const { from, to } = state.selection.main;
  const words = state.sliceDoc(from, to);
  const isLink = ADDRESS.test(address) && words.trim() !== "" && !words.includes("\n") && !ADDRESS.test(words.trim());
  return isLink ? `[${words}](${address.replaceAll("(", "%28").replaceAll(")", "%29")})` : null;
}

function converted(data) {
  const html = data.getData("text/html");
  // Words that come with a picture of themselves are taken as they are, and an editor's copy of code is better off as the plain words.
  const isLeftAlone = !html || data.files.length > 0 || data.types.includes("vscode-editor-data");
  return isLeftAlone ? null : htmlToMarkdown(html);
}
