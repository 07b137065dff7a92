// The picture on top of an article or a service: chosen from the library instead of by its reference,
// and its focal point set on the picture itself. The two fields stay what is stored; all follows them.

import { button, make } from "../drafts/make.js";
import { chooseFromLibrary } from "./picker.js";

/** The point that a field names, as `50 30`, or null. */
export function pointOf(text) {
  const found = /^\s*(\d{1,3})\s*%?[\s,;]+(\d{1,3})\s*%?\s*$/.exec(text);
  const point = found && { x: Number(found[1]), y: Number(found[2]) };
  return point && point.x <= 100 && point.y <= 100 ? point : null;
}

/** The nearest tenth, as pages cut pictures. */
export function tenth(percent) {
  return Math.floor((Math.min(100, percent) + 5) / 10) * 10;
}

const within = (number) => Math.min(100, Math.max(0, Math.round(number)));
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const CUTS = [["wide", "On a wide screen"], ["phone", "On a phone"]];

class Feature {
  #item = null;

  constructor(place, form) {
    this.reference = form.elements.feature_image;
    this.focus = form.elements.feature_focus;
    this.alt = form.elements.feature_alt;
    const choice = place.querySelector("[data-feature-choice]");
    place.querySelector("[data-feature-plain]").classList.add("visually-hidden");
    choice?.remove();
    place.querySelector(".feature-choice__label")?.remove();
    place.querySelector("[data-feature-missing]")?.remove();
    const shown = place.querySelector("[data-feature-shown]");
    if (shown) {
      const { id, name, alt, focalX, focalY } = shown.dataset;
      this.#item = { id, name, alt, thumbnail: shown.querySelector("img")?.getAttribute("src"), focal: { x: Number(focalX), y: Number(focalY) } };
      shown.remove();
    }
    this.choose = button("Choose picture…", () => this.#choose(), { look: "button--small" });
    this.remove = button("Remove", () => this.#set(""), { look: "button--small button--quiet" });
    this.status = make("p", { class: "feature-choice__name", role: "status", dir: "auto" });
    this.picture = make("img", { class: "feature-choice__picture", alt: "" });
    this.mark = make("button", { type: "button", class: "feature-choice__mark", keydown: (event) => this.#key(event) });
    this.pad = make("div", { class: "feature-choice__pad", dir: "ltr" }, this.picture, this.mark);
    this.cuts = CUTS.map(([name]) => make("img", { class: `feature-cut__picture feature-cut__picture--${name}`, alt: "" }));
    const cuts = make("div", { class: "feature-cuts" }, ...CUTS.map(([, words], index) => make("figure", { class: "feature-cut" }, this.cuts[index], make("figcaption", {}, words))));
    this.hint = make("p", { class: "field__help" }, "Click what must stay in sight, or move the mark with the arrow keys; with Shift by ten.");
    this.live = make("div", { class: "feature-choice__live" }, this.pad, this.hint, cuts);
    place.prepend(this.live, this.status, make("div", { class: "drawer__acts" }, this.choose, this.remove));
    // The help speaks of the reference, which nobody has to see any more.
    place.closest(".field").querySelector(".field__help:last-child")?.classList.add("visually-hidden");
    this.reference.tabIndex = -1;
    this.reference.addEventListener("focus", () => this.choose.focus());
    for (const field of [this.reference, this.focus]) {
      field.addEventListener("input", () => this.#follow());
      field.addEventListener("plinth:replaced", () => this.#follow());
    }
    form.addEventListener("reset", () => setTimeout(() => this.#follow()));
    window.addEventListener("pageshow", () => this.#follow());
    this.#takePointer();
    this.#follow();
  }

  get #id() {
    return /^plinth:([0-9a-f-]{36})$/i.exec(this.reference.value.trim())?.[1].toLowerCase() ?? null;
  }

  async #choose() {
    const item = await chooseFromLibrary({ kind: "picture" });
    if (item) {
      this.#item = item;
      this.#set(item.reference);
    }
    this.choose.focus();
  }

  #set(reference) {
    if (reference !== this.reference.value) {
      // A point belongs to the picture that it was chosen on.
      this.#write(this.focus, "");
      this.#write(this.reference, reference);
    }
    if (reference === "") {
      this.choose.focus();
    }
  }

  #write(field, text) {
    if (field.value !== text) {
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  // What the field names may have come from a merge or a journal: then the site is asked what it is.
  async #follow() {
    const id = this.#id;
    if (id && this.#item?.id !== id) {
      const answer = await fetch(`/admin/links?${new URLSearchParams({ q: id })}`, { headers: { Accept: "application/json" } }).catch(() => null);
      const [found] = answer?.ok ? await answer.json().catch(() => []) : [];
      if (this.#id !== id) {
        return;
      }
      this.#item = found?.kind === "picture" && found.state !== "trash" ? found.item : null;
    }
    this.#show();
  }

  #show() {
    const id = this.#id;
    const item = id && this.#item?.id === id ? this.#item : null;
    const isNamed = this.reference.value.trim() !== "";
    this.live.hidden = !item;
    this.remove.hidden = !isNamed;
    this.choose.textContent = isNamed ? "Choose another picture…" : "Choose picture…";
    this.status.textContent = item ? item.name : isNamed ? "This picture is not in the library." : "No picture.";
    if (!item) {
      return;
    }
    for (const image of [this.picture, ...this.cuts]) {
      if (image.getAttribute("src") !== item.thumbnail) {
        image.src = item.thumbnail;
      }
    }
    this.alt.placeholder = item.alt ?? "";
    const { x, y } = pointOf(this.focus.value) ?? item.focal;
    this.mark.style.setProperty("inset-inline-start", `${x}%`);
    this.mark.style.setProperty("inset-block-start", `${y}%`);
    this.mark.setAttribute("aria-label", `Focal point: ${x} % from the left, ${y} % from the top`);
    for (const cut of this.cuts) {
      cut.style.setProperty("object-position", `${tenth(x)}% ${tenth(y)}%`);
    }
  }

  #key(event) {
    const step = STEPS[event.key];
    if (step && this.#item) {
      event.preventDefault();
      const { x, y } = pointOf(this.focus.value) ?? this.#item.focal;
      const size = event.shiftKey ? 10 : 1;
      this.#write(this.focus, `${within(x + step[0] * size)} ${within(y + step[1] * size)}`);
    }
  }

  #takePointer() {
    const setAt = (event) => {
      const area = this.picture.getBoundingClientRect();
      this.#write(this.focus, `${within(((event.clientX - area.left) / area.width) * 100)} ${within(((event.clientY - area.top) / area.height) * 100)}`);
    };
    this.pad.addEventListener("pointerdown", (event) => {
      if (event.button === 0) {
        this.pad.setPointerCapture(event.pointerId);
        setAt(event);
        this.mark.focus();
        event.preventDefault();
      }
    });
    this.pad.addEventListener("pointermove", (event) => {
      if (this.pad.hasPointerCapture(event.pointerId)) {
        setAt(event);
      }
    });
  }
}

if (typeof document !== "undefined") {
  const form = document.querySelector("form[data-editor]");
  const place = form?.querySelector("[data-feature]");
  if (place) {
    new Feature(place, form);
  }
}
