// The frame in which a page is shown. Its scripts are taken out and its sandbox would not run them;
// a new page is worked into the one that is shown, so that nothing flickers and the place stays.

import { make } from "./make.js";

export class Picture extends EventTarget {
  #stage;
  #frame = null;
  #width = 1280;
  #isReady = null;
  #source = "";

  constructor(stage) {
    super();
    this.#stage = stage;
    new ResizeObserver(() => this.fit()).observe(stage);
    new MutationObserver(() => this.#followTheme()).observe(document.documentElement, {
      attributes: true,
      attributeFilter: ["data-theme"],
    });
  }

  /** The document that is shown, once there is one. */
  get page() {
    return this.#isReady === true ? this.#frame.contentDocument : null;
  }

  /** Shows this page, in place of or worked into the one before. */
  async show(html) {
    const next = new DOMParser().parseFromString(html, "text/html");
    for (const script of next.querySelectorAll("script, noscript, meta[http-equiv]")) {
      script.remove();
    }
    // As the browser will read it: without a seam where something was taken out.
    next.normalize();
    next.documentElement.dataset.theme = theme();
    this.#source = `<!doctype html>${next.documentElement.outerHTML}`;
    if (!this.#frame) {
      await this.#begin();
      return;
    }
    await this.#isReady;
    workIn(this.page.head, next.head);
    workIn(this.page.body, next.body);
    this.dispatchEvent(new Event("shown"));
  }

  setWidth(width) {
    this.#width = width;
    this.#stage.classList.toggle("preview-pane__stage--phone", width < 600);
    this.fit();
  }

  /** Makes the page as wide as asked for, and scales it down where there is less room. */
  fit() {
    const { clientWidth, clientHeight } = this.#stage;
    if (!this.#frame || clientWidth === 0) {
      return;
    }
    const scale = Math.min(1, clientWidth / this.#width);
    const { style } = this.#frame;
    style.inlineSize = `${this.#width}px`;
    style.blockSize = `${clientHeight / scale}px`;
    style.transform = scale === 1 ? "" : `scale(${scale})`;
  }

  #begin() {
    this.#frame = make("iframe", { class: "preview-pane__frame", sandbox: "allow-same-origin", title: "Preview" });
    this.#isReady = new Promise((resolve) => {
      this.#frame.addEventListener("load", () => this.#loaded(resolve));
    });
    this.#frame.srcdoc = this.#source;
    this.#stage.append(this.#frame);
    this.fit();
    return this.#isReady;
  }

  #loaded(resolve) {
    const page = this.#frame.contentDocument;
    // A browser that lets a link through in spite of all is led back.
    if (page?.URL !== "about:srcdoc") {
      this.#frame.srcdoc = this.#source;
      return;
    }
    page.addEventListener("click", (event) => stay(event, page), true);
    page.addEventListener("submit", (event) => event.preventDefault(), true);
    page.addEventListener("scroll", () => this.dispatchEvent(new Event("scroll")), { passive: true });
    this.#isReady = true;
    resolve();
    this.dispatchEvent(new Event("shown"));
  }

  #followTheme() {
    if (this.page) {
      this.page.documentElement.dataset.theme = theme();
    }
  }
}

function theme() {
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  return document.documentElement.dataset.theme ?? (isDark ? "dark" : "light");
}

// Links inside the page lead nowhere, but for those to a place on it.
function stay(event, page) {
  const link = event.target.closest?.("a, area");
  if (!link) {
    return;
  }
  event.preventDefault();
  const place = link.getAttribute("href");
  if (place?.startsWith("#")) {
    // Not scrollIntoView, which would move the text beside it as well.
    const target = page.getElementById(decodeURIComponent(place.slice(1)));
    page.scrollingElement.scrollTop += target?.getBoundingClientRect().top ?? 0;
  }
}

/** Makes one element like another, and leaves alone whatever is the same in both. */
export function workIn(shown, next) {
  if (shown.isEqualNode(next)) {
    return;
  }
  for (const { name } of [...shown.attributes]) {
    if (!next.hasAttribute(name) && name !== "open") {
      shown.removeAttribute(name);
    }
  }
  for (const { name, value } of next.attributes) {
    if (shown.getAttribute(name) !== value) {
      shown.setAttribute(name, value);
    }
  }
  const [old, fresh] = [[...shown.childNodes], [...next.childNodes]];
  let start = 0;
  while (start < Math.min(old.length, fresh.length) && old[start].isEqualNode(fresh[start])) {
    start += 1;
  }
  let end = 0;
  const shorter = Math.min(old.length, fresh.length) - start;
  while (end < shorter && old.at(-1 - end).isEqualNode(fresh.at(-1 - end))) {
    end += 1;
  }
  const outgoing = old.slice(start, old.length - end);
  const incoming = fresh.slice(start, fresh.length - end);
  const isSameShape =
    outgoing.length === incoming.length && outgoing.every((node, index) => node.nodeName === incoming[index].nodeName);
  if (isSameShape && outgoing.every((node) => node.nodeType === Node.ELEMENT_NODE || node.nodeType === Node.TEXT_NODE)) {
    outgoing.forEach((node, index) => {
      if (node.nodeType === Node.TEXT_NODE) {
        node.data = incoming[index].data;
      } else {
        workIn(node, incoming[index]);
      }
    });
    return;
  }
  const after = old[old.length - end] ?? null;
  outgoing.forEach((node) => node.remove());
  incoming.forEach((node) => shown.insertBefore(shown.ownerDocument.adoptNode(node), after));
}
