// Typing over words of several lines. Left to itself, the browser keeps their look by a style of its own on
// what is typed, which the policy of the page refuses with an error, and which would be thrown away anyhow.

import { EditorView } from "@codemirror/view";

export function typingOver() {
  return EditorView.domEventHandlers({
    beforeinput(event, view) {
      const { main, ranges } = view.state.selection;
      const isOverLines = ranges.length === 1 && view.state.doc.lineAt(main.from).to < main.to;
      const isTyping = event.inputType === "insertText" && event.data && !view.composing && !event.isComposing;
      if (!isTyping || !isOverLines || view.state.readOnly) {
        return false;
      }
      event.preventDefault();
      view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
      return true;
    },
  });
}
