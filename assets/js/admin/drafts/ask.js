// A plain question in a dialog of the page: true for yes.

import { make } from "./make.js";

export function ask(words, { yes, no }) {
  return new Promise((resolve) => {
    const dialog = make(
      "dialog",
      { class: "ask", "aria-labelledby": "ask-words" },
      make(
        "form",
        { method: "dialog" },
        make("p", { id: "ask-words" }, words),
        make(
          "div",
          { class: "ask__acts" },
          make("button", { class: "button", value: "no", autofocus: true }, no),
          make("button", { class: "button button--danger", value: "yes" }, yes),
        ),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
