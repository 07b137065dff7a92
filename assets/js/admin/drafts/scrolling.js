// Scrolls the text and its page together, whichever of the two is moved.

import { across, landmarks, pairs } from "./landmarks.js";
import { make } from "./make.js";

const MEASURE_MS = 200;
// Every part of the font by itself: the shorthand is empty wherever one of them has no place in it.
const FONT = ["font-family", "font-size", "font-weight", "font-style", "font-stretch", "font-kerning", "font-variant-ligatures"];
const COPIED = [...FONT, "letter-spacing", "tab-size", "line-height", "padding-inline", "padding-block", "overflow-wrap", "white-space", "direction"];

export class ScrollTogether {
  #form;
  #text;
  #picture;
  #mirror = make("div", { class: "editor__mirror", "aria-hidden": "true" });
  #places = [];
  #timer = 0;
  #isOn = false;
  // The side that somebody moved last, which the other one follows when their heights change.
  #leader = "text";
  // What was scrolled by this module, so that it is not followed back.
  #moved = { text: null, page: null };

  constructor(form, picture) {
    this.#form = form;
    this.#text = form.querySelector("[data-markdown]");
    this.#picture = picture;
    if (!this.#text) {
      return;
    }
    window.addEventListener("scroll", () => this.#follow("text"), { passive: true });
    window.addEventListener("resize", () => this.measureLater());
    picture.addEventListener("scroll", () => this.#follow("page"));
    picture.addEventListener("shown", () => this.measureLater());
  }

  start() {
    this.#isOn = true;
    this.measureLater();
  }

  stop() {
    this.#isOn = false;
  }

  /** Both sides are measured once they have come to rest. */
  measureLater() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#measure(), MEASURE_MS);
  }

  #measure() {
    const { page } = this.#picture;
    if (!this.#isOn || !this.#text || !page) {
      return;
    }
    const prose = page.querySelector("main .prose") ?? page.querySelector("main") ?? page.body;
    const [textTop, textHeight] = this.#textBox();
    const proseBox = prose.getBoundingClientRect();
    const proseTop = proseBox.top + scrollOf(page);
    const inPage = [...prose.querySelectorAll("h1, h2, h3, h4, h5, h6, pre")]
      .filter((element) => !element.closest(".footnotes, figure.embed"))
      .map((element) => ({
        kind: element.localName === "pre" ? "code" : "heading",
        y: element.getBoundingClientRect().top + scrollOf(page),
      }));
    const middle = pairs(this.#inText(textTop, textHeight), inPage);
    const ends = [
      [0, 0],
      [textTop, proseTop],
      ...middle,
      [textTop + textHeight, proseTop + proseBox.height],
      [document.documentElement.scrollHeight, page.documentElement.scrollHeight],
    ];
    this.#places = ends.filter(([one, other], index) => index === 0 || (one > ends[index - 1][0] && other >= ends[index - 1][1]));
    this.#lead(this.#leader);
  }

  // The editor over the plain field has its own height; the plain field hides behind it then.
  #textBox() {
    const editor = this.#text.closest(".field")?.querySelector(".cm-content");
    const box = (editor ?? this.#text).getBoundingClientRect();
    return [box.top + window.scrollY, box.height];
  }

  // Only the browser knows where a line is broken, so the text is laid out once more, out of sight.
  #inText(top, height) {
    const text = this.#text.value;
    const found = landmarks(text);
    const box = this.#text.closest(".field")?.querySelector(".cm-content") ?? this.#text;
    const look = getComputedStyle(box);
    for (const name of COPIED) {
      this.#mirror.style.setProperty(name, look.getPropertyValue(name));
    }
    this.#mirror.style.whiteSpace = "pre-wrap";
    this.#mirror.style.inlineSize = `${box.clientWidth}px`;
    const marks = found.map(() => make("span", {}));
    const parts = found.flatMap(({ at }, index) => [marks[index], text.slice(at, found[index + 1]?.at ?? text.length)]);
    this.#mirror.replaceChildren(text.slice(0, found[0]?.at ?? text.length), ...parts);
    this.#form.append(this.#mirror);
    // An editor sets its headings larger than the copy does, so its places are stretched to its height.
    const whole = this.#mirror.scrollHeight;
    const stretch = box === this.#text || whole < window.innerHeight ? 1 : height / whole;
    const places = found.map(({ kind }, index) => ({ kind, y: top + marks[index].offsetTop * stretch }));
    this.#mirror.remove();
    return places;
  }

  #follow(side) {
    const { page } = this.#picture;
    const now = side === "text" ? window.scrollY : page && scrollOf(page);
    const wasMoved = this.#moved[side];
    this.#moved[side] = null;
    if (!this.#isOn || !page || (wasMoved !== null && Math.abs(wasMoved - now) < 2)) {
      return;
    }
    this.#leader = side;
    this.#lead(side);
  }

  #lead(side) {
    if (this.#places.length < 2) {
      return;
    }
    const { page } = this.#picture;
    const now = side === "text" ? window.scrollY : scrollOf(page);
    const bar = this.#form.querySelector(".editor__bar")?.getBoundingClientRect().bottom ?? 0;
    if (side === "text") {
      this.#scroll("page", page.scrollingElement, across(this.#places, now + bar) - bar / 4);
    } else {
      this.#scroll("text", document.scrollingElement, across(this.#places, now, { from: 1, to: 0 }) - bar);
    }
  }

  #scroll(side, element, wanted) {
    const before = element.scrollTop;
    element.scrollTop = Math.round(Math.max(0, wanted));
    // An element that was there already tells of nothing.
    this.#moved[side] = element.scrollTop === before ? null : element.scrollTop;
  }
}

function scrollOf(page) {
  return page.scrollingElement?.scrollTop ?? 0;
}
