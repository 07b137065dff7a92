// Copies code, and links to headings. Where the browser lets no page write to the clipboard, there
// is no button that would do nothing; a heading's link then is a link.

import { announce, prepare } from "./announce.js";

const SHOWN_MS = 2_000;

/** Whether this browser lets the page write to the clipboard: only on secure addresses. */
export const canCopy = () => typeof navigator.clipboard?.writeText === "function";

/** Offers to copy a block of code. */
export const offerCode = (block) => {
  const code = block.querySelector("code") ?? block;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  const name = block.closest("figure")?.querySelector("figcaption")?.textContent.trim();
  button.setAttribute("aria-label", name ? `Copy ${name}` : "Copy the code");
  button.addEventListener("click", async () => {
    const text = code.textContent.replace(/\n$/, "");
    if (await copy(text)) {
      confirm(button, "Copy");
      announce("Code copied");
    } else {
      getSelection()?.selectAllChildren(code);
      announce("The browser did not allow it. The code is selected: copy it by keyboard.");
    }
  });
  frameOf(block).insertBefore(button, block);
  prepare();
};

// The button stands still while the code below it scrolls, so both need a frame.
const frameOf = (block) => {
  const { parentElement } = block;
  if (parentElement.matches("figure.code-figure")) return parentElement;
  const frame = document.createElement("div");
  frame.className = "code-block";
  frame.dir = "ltr";
  block.replaceWith(frame);
  frame.append(block);
  return frame;
};

/** Gives a heading the link that leads to it. */
export const offerHeading = (heading) => {
  const link = document.createElement("a");
  link.className = "heading-link";
  link.href = `#${encodeURIComponent(heading.id)}`;
  link.textContent = "#";
  link.setAttribute("aria-label", "Link to this part");
  heading.append(" ", link);
  if (!canCopy()) return;
  prepare();
  link.addEventListener("click", async (event) => {
    // With a key held, the reader wants a new tab or window.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (await copy(link.href)) {
      confirm(link, "#");
      announce("Link copied");
    }
  });
};

const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
};

const waiting = new WeakMap();

/** Shows for a moment that it was copied. */
const confirm = (element, before) => {
  clearTimeout(waiting.get(element));
  element.textContent = "Copied";
  const isOver = () => {
    element.textContent = before;
  };
  waiting.set(element, setTimeout(isOver, SHOWN_MS));
};
