// Pictures in the text: pasted, dropped, or chosen from the library. What is on its way is shown at its
// place by a mark that is no part of the text, and moves with the words around it.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";
import { chooseFromLibrary } from "asset:js/admin/pictures/picker.js";
import { filesOf, fitted } from "asset:js/admin/pictures/places.js";
import { uploadsOf } from "asset:js/admin/pictures/uploads.js";

import { remember } from "./internal-links.js";

const begin = StateEffect.define();
const end = StateEffect.define();
const uploads = new WeakMap();

class Mark extends WidgetType {
  constructor(entry) {
    super();
    this.entry = entry;
  }

  eq(other) {
    return other.entry === this.entry;
  }

  toDOM() {
    const dom = document.createElement("span");
    const show = () => {
      dom.textContent = this.entry.words;
      dom.className = `md-upload${this.entry.error ? " md-upload--failed" : ""}`;
    };
    this.entry.addEventListener("change", show);
    show();
    return dom;
  }
}

/** The files on their way, `{ entry, at }`, in the order in which they came. */
const places = StateField.define({
  create: () => [],
  update(list, { changes, effects }) {
    let now = list;
    const put = effects.find((effect) => effect.is(end) && effect.value.isPut)?.value.entry;
    const own = list.findIndex(({ entry }) => entry === put);
    if (!changes.empty) {
      // Files of one drop keep their order: what comes later stands behind what is put in.
      now = now.map(({ entry, at }, index) => ({ entry, at: changes.mapPos(at, own >= 0 && index > own ? 1 : -1) }));
    }
    for (const effect of effects) {
      if (effect.is(begin)) {
        now = [...now, { entry: effect.value, at: effect.value.at }];
      } else if (effect.is(end)) {
        now = now.filter(({ entry }) => entry !== effect.value.entry);
      }
    }
    return now;
  },
  provide: (field) =>
    EditorView.decorations.from(field, (list) =>
      Decoration.set(list.map(({ entry, at }) => Decoration.widget({ widget: new Mark(entry), side: 1 }).range(at)), true),
    ),
});

/** Puts an item over the selection: selected words become the words of a link to a download. */
function put(view, item, { from, to }) {
  remember({ id: item.id, title: item.name });
  const words = view.state.sliceDoc(from, to);
  const isReplacing = item.kind !== "picture" && !words.includes("\n");
  const { insert, caret } = fitted(view.state.doc.toString(), from, item, isReplacing ? words : "");
  return { changes: { from, to: isReplacing ? to : from, insert }, caret };
}

/** Opens the library; what is chosen goes where the caret is. */
export function openLibrary(view) {
  if (!view.state.readOnly) {
    chooseFromLibrary().then((item) => {
      if (item) {
        const { changes, caret } = put(view, item, view.state.selection.main);
        view.dispatch({ changes, selection: { anchor: caret }, userEvent: "input.picture", scrollIntoView: true });
        uploads.get(view)?.invite(item);
      }
      view.focus();
    });
  }
  return true;
}

/** Takes the files of a paste, unless words came with them as from a word processor. */
export function takesFiles(event, view) {
  const data = event.clipboardData ?? event.dataTransfer;
  const files = filesOf(data);
  const hasWords = data?.getData("text/plain").trim() && event.type === "paste";
  if (files.length === 0 || hasWords || view.state.readOnly) {
    return false;
  }
  event.preventDefault();
  const at = event.type === "drop" ? view.posAtCoords({ x: event.clientX, y: event.clientY }, false) : view.state.selection.main.to;
  view.dispatch({ selection: { anchor: at } });
  view.focus();
  uploads.get(view)?.add(files, at);
  return true;
}

export function pictures() {
  return [
    places,
    EditorView.domEventHandlers({
      drop: takesFiles,
      dragover(event) {
        if (event.dataTransfer?.types.includes("Files")) {
          event.preventDefault();
        }
      },
    }),
  ];
}

/** Shows the uploads of the field in the editor; what it returns gives them back to the field. */
export function connectUploads(view, textarea) {
  const own = uploadsOf(textarea);
  const positionOf = (wanted) => view.state.field(places).find(({ entry }) => entry === wanted)?.at;
  uploads.set(view, own);
  own.useEditor({
    begin: (entry) => view.dispatch({ effects: begin.of(entry) }),
    at: positionOf,
    put(entry, item) {
      const at = positionOf(entry);
      const { main } = view.state.selection;
      // Whoever went on writing is left where he is.
      const isThere = view.hasFocus && main.empty && main.head === at;
      const { changes, caret } = put(view, item, { from: at, to: at });
      view.dispatch({
        changes,
        selection: isThere ? { anchor: caret } : undefined,
        effects: end.of({ entry, isPut: true }),
        userEvent: "input.picture",
        scrollIntoView: isThere,
      });
    },
    end(entry) {
      if (positionOf(entry) !== undefined) {
        view.dispatch({ effects: end.of({ entry }) });
      }
    },
  });
  return () => own.useEditor(null);
}
