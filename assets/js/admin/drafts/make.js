// Elements, made by script: `make("p", { class: "words" }, "text", other)`.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(name, value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** A button that does something. */
export function button(label, click, { look = "", ...attributes } = {}) {
  return make("button", { type: "button", class: `button ${look}`.trim(), click, ...attributes }, label);
}

/** A time of day, or a day as well where it was not today. */
export function clock(at) {
  const moment = new Date(at);
  const isToday = moment.toDateString() === new Date().toDateString();
  const day = isToday ? {} : { day: "numeric", month: "long" };
  const words = moment.toLocaleString("en-GB", { ...day, hour: "2-digit", minute: "2-digit" });
  return make("time", { datetime: moment.toISOString(), title: moment.toLocaleString("en-GB") }, words);
}

/** An id like the server's own: its time first (RFC 9562, version 7), so that it sorts by it. */
export function timeId(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let index = 0; index < 6; index += 1) {
    bytes[index] = Math.floor(now / 2 ** (8 * (5 - index))) % 256;
  }
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
