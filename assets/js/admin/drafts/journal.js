// What was typed and is not stored yet, on this machine.
//
// It is kept in localStorage and not in IndexedDB: a page that goes away has time for a synchronous
// call only, and two texts of 200,000 characters fit well. Each page has an entry of its own, so that
// two tabs on the same content cannot overwrite each other, and holds a lock of that name as long as
// it lives: an entry whose lock is free was left behind by a page that was closed, reloaded or lost.

const PREFIX = "plinth-journal:";
const MOST_ENTRIES = 24;
const LONGEST_MS = 30 * 24 * 60 * 60 * 1_000;

export class Journal {
  #page = crypto.getRandomValues(new Uint32Array(3)).join("-");
  #kind;
  #id;
  #storage;
  #locks;

  constructor({ kind, id, storage = localStorage, locks = navigator.locks }) {
    this.#kind = kind;
    this.#id = id;
    this.#storage = storage;
    this.#locks = locks;
    this.#hold();
  }

  // Never given back: the browser does so when the page is gone. Without locks, as on a site that is
  // not encrypted, every other entry counts as left behind, which at worst offers it twice.
  #hold() {
    this.#locks?.request(this.#key, () => new Promise(() => {}))?.catch(() => {});
  }

  get #key() {
    return `${PREFIX}${this.#kind}:${this.#id}:${this.#page}`;
  }

  /**
   * Writes the words down; false where the machine does not take them, which the page then says. What
   * other pages could not save yet never makes room: only what is older than a month does.
   */
  write(entry) {
    this.#prune();
    const others = entries(this.#storage).filter(({ key }) => key !== this.#key);
    if (others.length >= MOST_ENTRIES) {
      return false;
    }
    try {
      this.#storage.setItem(this.#key, JSON.stringify(entry));
      return true;
    } catch {
      return false;
    }
  }

  forget() {
    this.drop(this.#key);
  }

  drop(key) {
    try {
      this.#storage.removeItem(key);
      return true;
    } catch {
      return false;
    }
  }

  /** Goes on under another id, without what was written under this one. */
  moveTo(id) {
    this.forget();
    this.#id = id;
    this.#hold();
  }

  /**
   * Gives what other pages left behind of this content to `offer`, as soon as it is sure that they
   * are gone: at once, or when a tab is closed later on. What was never stored has no address to come
   * back to, so a new page is given all of those.
   */
  async leftBehind({ isNew }, offer) {
    this.#prune();
    const own = `${PREFIX}${this.#kind}:${this.#id}:`;
    const kind = `${PREFIX}${this.#kind}:`;
    const found = entries(this.#storage).filter(
      ({ key, entry }) =>
        key !== this.#key && (key.startsWith(own) || (isNew && key.startsWith(kind) && entry.baseVersion === 0)),
    );
    await Promise.all(
      found.reverse().map(async ({ key }) => {
        await this.#locks?.request(key, () => {}).catch(() => {});
        // Its page may have saved it before it went.
        const entry = parsed(this.#storage.getItem(key));
        if (entry) {
          offer({ key, entry });
        }
      }),
    );
  }

  #prune() {
    const now = Date.now();
    entries(this.#storage)
      .filter(({ key, entry }) => key !== this.#key && now - entry.at > LONGEST_MS)
      .forEach(({ key }) => this.drop(key));
  }
}

/** How many texts are kept on this machine, of any page. */
export function count(storage = localStorage) {
  return entries(storage).length;
}

// The oldest first. What cannot be read is no entry.
function entries(storage) {
  const keys = [];
  try {
    for (let index = 0; index < storage.length; index += 1) {
      keys.push(storage.key(index));
    }
  } catch {
    // The storage is refused.
  }
  return keys
    .filter((key) => key?.startsWith(PREFIX))
    .map((key) => ({ key, entry: parsed(storage.getItem(key)) }))
    .filter(({ entry }) => Number.isFinite(entry?.at) && typeof entry.fields === "object")
    .sort((one, other) => one.entry.at - other.entry.at);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
