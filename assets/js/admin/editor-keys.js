// The list of keys: `?` opens it wherever nobody is writing, Ctrl+/ and its button open it everywhere.

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
const WORDS = isApple
  ? { Mod: "⌘", Alt: "⌥", Shift: "⇧" }
  : { Mod: "Ctrl", Alt: "Alt", Shift: "Shift" };
const sections = new Map();
let dialog = null;

/** `Mod-Alt-2` as it is written on the keys of this machine. */
export function keyWords(key) {
  return key
    .split("-")
    .map((part) => WORDS[part] ?? part)
    .join(isApple ? " " : "+");
}

/** `Mod-Alt-2` as assistive technology wants to read it. */
export function keyShortcut(key) {
  return key.replace("Mod", isApple ? "Meta" : "Control").replaceAll("-", "+");
}

/** Adds a group of lines `[keys, what they do]`, or takes it away again. */
export function setKeys(heading, lines) {
  if (lines) {
    sections.set(heading, lines);
  } else {
    sections.delete(heading);
  }
}

export function showKeys() {
  const back = document.activeElement;
  dialog ??= makeDialog();
  dialog.querySelector(".keys__groups").replaceChildren(...groups());
  dialog.addEventListener("close", () => back?.focus(), { once: true });
  dialog.showModal();
}

function groups() {
  const all = [...sections];
  const page = ofThisPage();
  if (page.length > 0) {
    all.push(["On this page", page]);
  }
  return all.map(([heading, lines]) => {
    const group = element("section", "keys__group");
    const list = element("dl", "keys__list");
    for (const [keys, words] of lines) {
      const row = element("div");
      const term = element("dt");
      for (const key of [keys].flat()) {
        term.append(element("kbd", "", keyWords(key)), " ");
      }
      row.append(term, element("dd", "", words));
      list.append(row);
    }
    group.append(element("h3", "", heading), list);
    return group;
  });
}

// What the page itself has keys for says so in its own markup.
function ofThisPage() {
  const lines = [["?", "This list, when nothing is being written"]];
  if (document.querySelector("form[data-warn-unsaved]")) {
    lines.unshift(["Mod-S", "Save"]);
  }
  for (const button of document.querySelectorAll("[aria-keyshortcuts]")) {
    if (!button.closest(".markdown-field, dialog")) {
      const key = button.getAttribute("aria-keyshortcuts").replace(/Control|Meta/, "Mod").replaceAll("+", "-");
      if (!lines.some(([known]) => known === key)) {
        lines.push([key, button.getAttribute("aria-label") ?? button.textContent.trim()]);
      }
    }
  }
  return lines;
}

function makeDialog() {
  const made = element("dialog", "keys");
  made.setAttribute("aria-labelledby", "keys-heading");
  const heading = element("h2", "keys__heading", "Keys");
  heading.id = "keys-heading";
  const close = element("button", "button button--small", "Close");
  close.type = "button";
  close.addEventListener("click", () => made.close());
  const head = element("div", "keys__head");
  head.append(heading, close);
  made.append(head, element("div", "keys__groups"));
  // A press beside the list closes it.
  made.addEventListener("click", (event) => {
    if (event.target === made) {
      made.close();
    }
  });
  document.body.append(made);
  return made;
}

function element(name, className = "", words = "") {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  made.append(words);
  return made;
}

function isWriting(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) {
    return;
  }
  const isQuestion = event.key === "?" && !event.ctrlKey && !event.metaKey && !event.altKey && !isWriting(event.target);
  const isMod = event.key === "/" && (isApple ? event.metaKey : event.ctrlKey) && !event.altKey;
  if (isQuestion || isMod) {
    event.preventDefault();
    showKeys();
  }
});
