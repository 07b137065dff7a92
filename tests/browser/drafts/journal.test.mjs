// The journal of a machine: several pages on one storage.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Journal, count } from '../../../assets/js/admin/drafts/journal.js';

// A storage as in a browser, with a limit in characters.
class Storage {
  #items = new Map();

  constructor(limit = Infinity) {
    this.limit = limit;
  }

  get length() {
    return this.#items.size;
  }

  key(index) {
    return [...this.#items.keys()][index] ?? null;
  }

  getItem(key) {
    return this.#items.get(key) ?? null;
  }

  setItem(key, text) {
    const others = [...this.#items].filter(([name]) => name !== key).reduce((sum, [, value]) => sum + value.length, 0);
    if (others + text.length > this.limit) {
      throw new Error('full');
    }
    this.#items.set(key, text);
  }

  removeItem(key) {
    this.#items.delete(key);
  }
}

// Locks that are held until their page is gone, and then given to whoever waits.
class Locks {
  #held = new Set();
  #waiting = [];

  async request(name, act) {
    if (this.#held.has(name)) {
      await new Promise((resolve) => this.#waiting.push(resolve));
    }
    this.#held.add(name);
    const outcome = act();
    if (outcome === undefined) {
      this.#held.delete(name);
    }
  }

  /** Every page goes. */
  release() {
    this.#held.clear();
    this.#waiting.splice(0).forEach((go) => go());
  }
}

const entry = (body, more = {}) => ({ at: Date.now(), baseVersion: 3, base: { body: '' }, fields: { body }, ...more });

function machine(limit) {
  const storage = new Storage(limit);
  const locks = new Locks();
  const page = (id = 'one', kind = 'article') => new Journal({ kind, id, storage, locks });
  // What is offered by the time that everything else has come to rest.
  const bodies = async (journal, more = { isNew: false }) => {
    const found = [];
    journal.leftBehind(more, ({ entry: { fields } }) => found.push(fields.body));
    await new Promise((resolve) => setImmediate(resolve));
    return found;
  };
  return { storage, locks, page, bodies };
}

test('Two pages on one content keep what is theirs, and offer nothing of a page that lives', async () => {
  const { storage, locks, page, bodies } = machine();
  const [first, second] = [page(), page()];
  assert.ok(first.write(entry('first')) && second.write(entry('second')));
  assert.equal(count(storage), 2);
  assert.deepEqual(await bodies(page()), []);
  locks.release();
  assert.deepEqual((await bodies(page())).sort(), ['first', 'second']);
  first.forget();
  assert.deepEqual(await bodies(page()), ['second']);
});

test('What a tab holds is offered when that tab is closed, unless it was saved before', async () => {
  const { locks, page } = machine();
  const [saved, lost] = [page(), page()];
  saved.write(entry('saved'));
  lost.write(entry('lost'));
  const found = [];
  page().leftBehind({ isNew: false }, ({ entry: { fields } }) => found.push(fields.body));
  saved.forget();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(found, []);
  locks.release();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(found, ['lost']);
});

test('A page is offered its own content, and something new whatever was never stored', async () => {
  const { locks, page, bodies } = machine();
  page('one').write(entry('stored'));
  page('two').write(entry('never stored', { baseVersion: 0 }));
  page('three', 'service').write(entry('a service', { baseVersion: 0 }));
  locks.release();
  assert.deepEqual(await bodies(page('one')), ['stored']);
  assert.deepEqual(await bodies(page('four'), { isNew: true }), ['never stored']);
});

test('What was offered and decided is gone', async () => {
  const { storage, locks, page } = machine();
  page().write(entry('left'));
  locks.release();
  const journal = page();
  await journal.leftBehind({ isNew: false }, ({ key }) => journal.drop(key));
  assert.equal(count(storage), 0);
});

test('At the limit a page is told that it is not kept, and the words of no other page go', async () => {
  const { storage, locks, page, bodies } = machine();
  const now = Date.now();
  const pages = Array.from({ length: 30 }, (_, index) => page(`id-${index}`));
  const taken = pages.map((journal, index) => journal.write(entry('x', { at: now - index * 1_000 })));
  assert.deepEqual(taken, pages.map((_, index) => index < 24));
  assert.equal(pages[0].write(entry('y')), true, 'who is in can go on');
  assert.equal(count(storage), 24);
  pages[0].forget();
  assert.equal(pages[24].write(entry('z')), true, 'and there is room for the next');
  locks.release();
  assert.deepEqual(await bodies(page('id-23')), ['x'], 'the oldest is there as well');
});

test('What is older than a month goes', async () => {
  const { storage, locks, page, bodies } = machine();
  page('old').write(entry('x', { at: Date.now() - 31 * 24 * 60 * 60 * 1_000 }));
  locks.release();
  await bodies(page());
  assert.equal(count(storage), 0);
});

test('A full storage refuses the newest before it gives up what another page holds', async () => {
  const { locks, page, bodies } = machine(1_000);
  page('old').write(entry('o'.repeat(500), { at: Date.now() - 1_000 }));
  locks.release();
  const journal = page('new');
  assert.equal(journal.write(entry('n'.repeat(600))), false);
  assert.deepEqual(await bodies(page('old')), ['o'.repeat(500)]);
});

test('A storage that is refused, or holds what others wrote, breaks nothing', async () => {
  const { storage, locks, page, bodies } = machine();
  storage.setItem('plinth-journal:article:one:x', '{"not": "an entry"}');
  storage.setItem('plinth-journal:article:one:y', '{');
  storage.setItem('other', 'x');
  page('one').write(entry('still found'));
  locks.release();
  assert.deepEqual(await bodies(page()), ['still found']);
  assert.equal(new Journal({ kind: 'article', id: 'one', storage: {}, locks: null }).write(entry('x')), false);
});

test('Going on under another id leaves nothing under the first', async () => {
  const { storage, page } = machine();
  const journal = page('one');
  journal.write(entry('x'));
  journal.moveTo('two');
  assert.equal(count(storage), 0);
  journal.write(entry('x'));
  assert.match(storage.key(0), /^plinth-journal:article:two:/);
});
