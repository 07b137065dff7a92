// One editor over one textarea. The textarea holds the truth: every change is written into it at once,
// and what others write into it is taken over.

import { history, isolateHistory } from "@codemirror/commands";
import { diff } from "@codemirror/merge";
import { Annotation, Compartment, EditorState, Transaction } from "@codemirror/state";
import { EditorView, placeholder } from "@codemirror/view";

import { findPanel } from "./find-panel.js";
import { internalLinks } from "./internal-links.js";
import { keys } from "./keys.js";
import { markdown } from "./language.js";
import { linkPicker } from "./link-picker.js";
import { pasting } from "./paste.js";
import { connectUploads, pictures } from "./pictures.js";
import { toolbar } from "./toolbar.js";
import { typingOver } from "./typing-over.js";

const DIFF_LIMITS = { scanLimit: 500, timeout: 100 };
/** Room that the bar of the form takes at the lower edge, which the caret must not hide under. */
const BELOW_PX = 96;
const CARRIED = ["aria-describedby", "aria-invalid", "aria-required", "lang"];
const fromOutside = Annotation.define();
let labels = 0;

/** Shows the editor instead of the field; `detach` shows the field again. */
export function attach(textarea, frame) {
  const label = textarea.labels[0] ?? null;
  const attributes = new Compartment();
  const bar = toolbar();
  const state = EditorState.create({
    doc: textarea.value,
    selection: { anchor: Math.min(textarea.selectionStart ?? 0, textarea.value.length) },
    extensions: [
      attributes.of(attributesOf(textarea, label)),
      keys(),
      history(),
      markdown(),
      internalLinks(),
      linkPicker(),
      findPanel(),
      pasting(),
      pictures(),
      typingOver(),
      bar.extension,
      EditorView.lineWrapping,
      EditorView.perLineTextDirection.of(true),
      EditorView.scrollMargins.of(() => ({ top: barHeight() + bar.dom.offsetHeight + 8, bottom: BELOW_PX })),
      EditorView.updateListener.of(write),
    ],
  });
  const view = new EditorView({ state });
  bar.connect(view);
  const shell = document.createElement("div");
  shell.className = "markdown-editor";
  shell.append(bar.dom, view.dom);
  // The browser's own events of the editable text come before the field knows: the field's follow.
  shell.addEventListener("input", (event) => event.stopPropagation());
  textarea.after(shell);
  let isFocusWanted = document.activeElement === textarea;
  textarea.hidden = true;
  let written = textarea.value;

  function write(update) {
    if (!update.docChanged || update.transactions.some((transaction) => transaction.annotation(fromOutside))) {
      return;
    }
    written = update.state.doc.toString();
    textarea.value = written;
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function takeOver() {
    const now = textarea.value;
    written = now;
    const before = view.state.doc.toString();
    if (now === before) {
      return;
    }
    // Only what differs is changed, so that the caret and what is above it stay where they are.
    const changes = diff(before, now, DIFF_LIMITS).map(({ fromA, toA, fromB, toB }) => ({
      from: fromA,
      to: toA,
      insert: now.slice(fromB, toB),
    }));
    view.dispatch({
      changes,
      annotations: [fromOutside.of(true), isolateHistory.of("full"), Transaction.userEvent.of("input.replaced")],
    });
  }

  function takeOverIfChanged() {
    if (textarea.value !== written) {
      takeOver();
    }
  }

  const ending = new AbortController();
  const listen = (target, kind, act) => target?.addEventListener(kind, act, { signal: ending.signal });
  listen(textarea, "plinth:replaced", takeOver);
  // The form gives the field its first text only after this event.
  listen(textarea.form, "reset", () => setTimeout(takeOver));
  listen(view.contentDOM, "focus", takeOverIfChanged);
  // Going back in the history, the browser may have put another text into the field.
  listen(window, "pageshow", takeOverIfChanged);
  listen(textarea, "invalid", (event) => {
    event.preventDefault();
    view.focus();
  });
  listen(label, "click", () => view.focus());
  listen(document, "click", (event) => {
    if (textarea.id && event.target.closest?.(`a[href="#${CSS.escape(textarea.id)}"]`)) {
      event.preventDefault();
      view.focus();
    }
  });
  // Whoever gives the field the focus means the place where one writes.
  textarea.focus = () => view.focus();
  label?.removeAttribute("for");
  const observer = new MutationObserver(() => {
    view.dispatch({ effects: attributes.reconfigure(attributesOf(textarea, label)) });
  });
  observer.observe(textarea, { attributes: true, attributeFilter: [...CARRIED, "readonly", "disabled", "placeholder"] });
  const giveBack = connectUploads(view, textarea);
  if (isFocusWanted) {
    view.focus();
  }

  return {
    detach() {
      ending.abort();
      observer.disconnect();
      delete textarea.focus;
      giveBack();
      label?.setAttribute("for", textarea.id);
      const { anchor, head } = view.state.selection.main;
      view.destroy();
      shell.remove();
      textarea.hidden = false;
      textarea.setSelectionRange(Math.min(anchor, head), Math.max(anchor, head));
    },
  };
}

function attributesOf(textarea, label) {
  const carried = Object.fromEntries(
    CARRIED.filter((name) => textarea.hasAttribute(name)).map((name) => [name, textarea.getAttribute(name)]),
  );
  if (textarea.required) {
    carried["aria-required"] = "true";
  }
  if (label) {
    label.id ||= `markdown-label-${(labels += 1)}`;
    carried["aria-labelledby"] = label.id;
  } else {
    carried["aria-label"] = textarea.getAttribute("aria-label") ?? "Text";
  }
  const isFixed = textarea.readOnly || textarea.disabled;
  return [
    EditorView.contentAttributes.of({
      spellcheck: "true",
      autocorrect: "on",
      autocapitalize: "sentences",
      ...carried,
    }),
    EditorState.readOnly.of(isFixed),
    EditorView.editable.of(!isFixed),
    textarea.placeholder ? placeholder(textarea.placeholder) : [],
  ];
}

// The bar of the page sticks above the tools; the editor's script says how high it is.
function barHeight() {
  const height = getComputedStyle(document.documentElement).getPropertyValue("--editor-bar");
  return parseFloat(height) || 0;
}
