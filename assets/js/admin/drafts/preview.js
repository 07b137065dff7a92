// The page as visitors will see it, beside the text, a moment after the last key.

import { button, make } from "./make.js";
import { Picture } from "./picture.js";
import { ScrollTogether } from "./scrolling.js";

// A short pause, so that a word is not asked for letter by letter; and never longer than this.
const PAUSE_MS = 120;
const LONGEST_PAUSE_MS = 480;
const PATIENCE_MS = 10_000;
const WIDTHS = { phone: 360, desktop: 1280 };
const KEY = "plinth-preview";
const WIDE = "(width >= 75rem)";

export class Preview {
  #form;
  #read;
  #base;
  #section;
  #desk;
  #toggle;
  #picture;
  #scrolling;
  #message;
  #isOpen = false;
  #isUnderWay = false;
  #isStale = true;
  #timer = 0;
  #since = 0;
  #request = null;
  #width;

  constructor({ form, read, base }) {
    this.#form = form;
    this.#read = read;
    this.#base = base;
    this.#section = form.querySelector("[data-preview]");
    this.#desk = form.querySelector("[data-desk]");
    this.#toggle = form.querySelector("[data-preview-toggle]");
    const { isOpen, width } = remembered();
    this.#width = width in WIDTHS ? width : matchMedia(WIDE).matches ? "desktop" : "phone";
    this.#build();
    const link = form.querySelector("[data-preview-link]");
    if (link) {
      link.hidden = true;
    }
    this.#toggle.hidden = false;
    this.#toggle.addEventListener("click", () => this.#show(!this.#isOpen, { isChosen: true }));
    // On a narrow screen the text comes first, whatever was chosen on a wide one.
    this.#show(matchMedia(WIDE).matches && isOpen !== false);
  }

  /** The text changed. */
  refresh() {
    this.#isStale = true;
    if (!this.#isOpen) {
      return;
    }
    this.#since ||= performance.now();
    const rest = LONGEST_PAUSE_MS - (performance.now() - this.#since);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), Math.max(0, Math.min(PAUSE_MS, rest)));
  }

  #build() {
    const widths = Object.keys(WIDTHS).map((name) =>
      button(name === "phone" ? "Phone" : "Desktop", () => this.#chooseWidth(name), {
        look: "button--small",
        "data-width": name,
      }),
    );
    const back = button("Write", () => this.#show(false, { isChosen: true }), { look: "button--small preview__back" });
    this.#message = make("p", { class: "preview-pane__message", role: "status" });
    const stage = make("div", { class: "preview-pane__stage" });
    this.#section.append(
      make("div", { class: "preview-pane__head" }, back, make("div", { class: "preview-pane__widths", role: "group", "aria-label": "Width of the preview" }, ...widths), this.#message),
      stage,
    );
    this.#picture = new Picture(stage);
    this.#scrolling = new ScrollTogether(this.#form, this.#picture);
    this.#setWidth(this.#width);
  }

  #setWidth(name) {
    this.#width = name;
    for (const choice of this.#section.querySelectorAll("[data-width]")) {
      choice.setAttribute("aria-pressed", String(choice.dataset.width === name));
    }
    this.#picture.setWidth(WIDTHS[name]);
    this.#scrolling.measureLater();
  }

  #chooseWidth(name) {
    this.#setWidth(name);
    remember({ width: name });
  }

  #show(isOpen, { isChosen = false } = {}) {
    this.#isOpen = isOpen;
    this.#section.hidden = !isOpen;
    this.#desk.classList.toggle("editor__desk--both", isOpen);
    this.#toggle.setAttribute("aria-expanded", String(isOpen));
    if (isChosen) {
      remember({ isOpen });
    }
    if (isOpen) {
      this.#picture.fit();
      this.#scrolling.start();
      if (this.#isStale) {
        this.#ask();
      }
    } else {
      this.#scrolling.stop();
      this.#request?.abort();
      if (this.#section.contains(document.activeElement)) {
        this.#toggle.focus();
      }
    }
  }

  // One request at a time; what changes meanwhile is asked for after it, so that a slow server still
  // answers, and an answer to an older text is never shown over a newer one.
  async #ask() {
    if (this.#isUnderWay || !this.#isOpen) {
      return;
    }
    this.#isUnderWay = true;
    this.#isStale = false;
    this.#since = 0;
    this.#request = new AbortController();
    const limit = AbortSignal.any([this.#request.signal, AbortSignal.timeout(PATIENCE_MS)]);
    const { html, problem } = await fetchPage(`${this.#base()}/preview`, this.#read(), limit);
    this.#isUnderWay = false;
    if (this.#request.signal.aborted) {
      this.#isStale = true;
      return;
    }
    if (html !== undefined) {
      await this.#picture.show(html);
      this.#scrolling.measureLater();
    }
    this.#say(problem ?? "");
    if (this.#isStale) {
      this.refresh();
    }
  }

  #say(words) {
    if (this.#message.textContent !== words) {
      this.#message.textContent = words;
    }
    this.#section.classList.toggle("editor__preview--old", words !== "");
  }
}

async function fetchPage(address, fields, signal) {
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "text/html, application/json" },
      body: JSON.stringify({ fields }),
      redirect: "manual",
      cache: "no-store",
      signal,
    });
    if (response.status === 200) {
      return { html: await response.text() };
    }
    const body = await response.json().catch(() => null);
    const reason = body?.problems?.map(({ message }) => message).join(" ");
    return { problem: `${reason || "The preview could not be made."} You see the last one.` };
  } catch {
    return { problem: "No connection: you see the last preview." };
  }
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

function remember(choice) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...remembered(), ...choice }));
  } catch {
    // Then it holds for this page only.
  }
}
