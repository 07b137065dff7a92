// Typing over words of several lines. Left to itself, the browser keeps their look by a style of its own on
// what is typed, which the policy of the page refuses with an error, and which would be thrown away anyhow.

import { EditorView } from "@codemirror/view";

export function typingOver() {
  return EditorView.domEventHandlers({
    beforeinput(event, view) {
      const { state } = view;
      const isTyping = event.inputType === "insertText" && event.data && !view.composing && !event.isComposing;
      if (!isTyping || state.readOnly || state.selection.ranges.length > 1) {
        return false;
      }
      const { from, to } = selected(view);
      if (state.doc.lineAt(from).to >= to) {
        return false;
      }
      event.preventDefault();
      const insert = state.toText(event.data);
      view.dispatch({
        changes: { from, to, insert },
        selection: { anchor: from + insert.length },
        userEvent: "input.type",
        scrollIntoView: true,
      });
      return true;
    },
  });
}

// What the page has selected: whoever selects and types at once is ahead of what the editor was told.
function selected(view) {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = view.contentDOM.ownerDocument.getSelection();
  if (!view.contentDOM.contains(anchorNode) || !view.contentDOM.contains(focusNode)) {
    return view.state.selection.main;
  }
  const ends = [view.posAtDOM(anchorNode, anchorOffset), view.posAtDOM(focusNode, focusOffset)];
  return { from: Math.min(...ends), to: Math.max(...ends) };
}
