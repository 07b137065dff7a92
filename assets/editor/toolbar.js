// The row of buttons above the text: one stop of the Tab key, then the arrow keys.

import { openSearchPanel, searchPanelOpen, closeSearchPanel } from "@codemirror/search";
import { ViewPlugin } from "@codemirror/view";
import { keyShortcut, keyWords } from "asset:js/admin/editor-keys.js";

import { make } from "./elements.js";
import { stands, standsInHeading, toggleCode, toggleEmphasis, toggleHeading, toggleLink, toggleStrong } from "./formatting.js";
import { openPicker } from "./link-picker.js";
import { openLibrary } from "./pictures.js";

const BUTTONS = [
  { face: "B", look: "strong", label: "Bold", key: "Mod-B", run: toggleStrong, isOn: (state) => stands(state, "StrongEmphasis") },
  { face: "I", look: "emphasis", label: "Italic", key: "Mod-I", run: toggleEmphasis, isOn: (state) => stands(state, "Emphasis") },
  { face: "H2", look: "heading", label: "Heading", key: "Mod-Alt-2", run: toggleHeading(2), isOn: (state) => standsInHeading(state, 2) },
  { face: "H3", look: "heading", label: "Smaller heading", key: "Mod-Alt-3", run: toggleHeading(3), isOn: (state) => standsInHeading(state, 3) },
  { face: "</>", look: "code", label: "Code", key: "Mod-E", run: toggleCode, isOn: (state) => stands(state, "InlineCode") || stands(state, "FencedCode") },
  { face: "Link", label: "Link", key: "Mod-K", run: toggleLink, isOn: (state) => stands(state, "Link"), isBegun: true },
  { face: "Page", look: "page", label: "Page of this site, as a link", key: "Mod-Shift-K", run: openPicker, isGoing: true },
  { face: "Picture", look: "page", label: "Picture or file of the library", key: "Mod-Shift-L", run: openLibrary, isGoing: true },
  { face: "Find", look: "end", label: "Find and replace", key: "Mod-F", run: toggleFind, isOn: searchPanelOpen, isGoing: true },
];

function toggleFind(view) {
  return searchPanelOpen(view.state) ? closeSearchPanel(view) : openSearchPanel(view);
}

/** The bar, the extension that keeps its buttons right, and how it learns of its editor. */
export function toolbar() {
  let view = null;
  const buttons = BUTTONS.map((button) =>
    make(
      "button",
      {
        type: "button",
        class: `markdown-tools__tool${button.look ? ` markdown-tools__tool--${button.look}` : ""}`,
        tabindex: "-1",
        // The words on the button come first in its name, so that it can be asked for by voice.
        "aria-label": button.label.startsWith(button.face) ? button.label : `${button.face}: ${button.label}`,
        "aria-keyshortcuts": keyShortcut(button.key),
        "aria-pressed": button.isOn ? "false" : null,
        title: `${button.label} (${keyWords(button.key)})`,
        // A press must not take the focus and the selection from the text.
        onpointerdown: (event) => event.preventDefault(),
        onmousedown: (event) => event.preventDefault(),
        onclick(event) {
          button.run(view);
          // By keyboard (where a click has no count) one stays here, for the next button, unless the text
          // waits for words or the focus went elsewhere.
          if (!button.isGoing && (button.isBegun || event.detail > 0)) {
            view.focus();
          }
        },
      },
      button.face,
    ),
  );
  const dom = make("div", { class: "markdown-tools", role: "toolbar", "aria-label": "Formatting" }, ...buttons);
  let current = 0;

  const choose = (index) => {
    buttons[current].tabIndex = -1;
    current = (index + buttons.length) % buttons.length;
    buttons[current].tabIndex = 0;
  };
  choose(0);
  dom.addEventListener("focusin", (event) => choose(buttons.indexOf(event.target)));
  dom.addEventListener("keydown", (event) => {
    const isRightToLeft = getComputedStyle(dom).direction === "rtl";
    const steps = { ArrowRight: isRightToLeft ? -1 : 1, ArrowLeft: isRightToLeft ? 1 : -1 };
    const target = { Home: 0, End: buttons.length - 1 }[event.key] ?? (event.key in steps ? current + steps[event.key] : null);
    if (event.key === "Escape") {
      view.focus();
    } else if (target === null || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    } else {
      choose(target);
      buttons[current].focus();
    }
    event.preventDefault();
  });

  function show(state) {
    BUTTONS.forEach(({ isOn }, index) => {
      if (isOn) {
        buttons[index].setAttribute("aria-pressed", String(isOn(state)));
      }
    });
  }

  const extension = ViewPlugin.define(({ state }) => {
    show(state);
    return {
      update({ state: now, docChanged, selectionSet, transactions }) {
        if (docChanged || selectionSet || transactions.length > 0) {
          show(now);
        }
      },
    };
  });
  return { dom, extension, connect: (editor) => (view = editor) };
}
