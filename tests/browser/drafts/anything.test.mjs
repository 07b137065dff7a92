// Anything that may happen, in any order: two windows on one text, lost answers, refusals, sign-outs,
// crashes, decisions and deletions, by seeded chance. Every word that was typed more than a second ago
// must stand in the draft, in a revision or in a journal at every moment, as a machine may lose its
// power at any of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Desk } from './support/desk.mjs';
import { DraftStore } from './support/draft-store.mjs';
import { seeded } from './support/seeded.mjs';

const SEQUENCES = Number(process.env.PLINTH_DRAFT_SEQUENCES ?? 3_000);
const STEPS = 60;
const JOURNAL_MS = 1_000;

const FIELDS = { title: 'Growth', excerpt: '', body: 'One\n\nTwo\n\nThree' };

class World {
  constructor(seed) {
    this.chance = seeded(seed);
    this.now = 1_000_000;
    this.stores = [new DraftStore(FIELDS)];
    this.left = [];
    this.words = [];
    this.keys = new Map();
    this.desks = [];
    this.log = [];
    this.open();
    this.open();
  }

  get store() {
    return this.stores.at(-1);
  }

  open() {
    const { fields, version } = this.store;
    const desk = new Desk(
      { version, stored: { ...fields }, fields: { ...fields } },
      { now: this.now, luck: () => this.chance.next() },
    );
    desk.store = this.store;
    this.desks.push(desk);
    return desk;
  }

  step() {
    const desk = this.chance.pick(this.desks);
    const act = this.chance.pick(ACTS);
    this.log.push(`${this.desks.indexOf(desk)} ${act}`);
    this[act](desk);
    this.check(act);
  }

  type(desk) {
    this.count = (this.count ?? 0) + 1;
    const word = `w${this.count}w`;
    this.words.push({ word, at: this.now });
    const name = this.chance.pick(['title', 'excerpt', 'body', 'body', 'body']);
    const text = desk.state.fields[name];
    const lines = text.split('\n');
    const where = this.chance.below(3);
    if (name !== 'body' || where === 0) {
      desk.type({ [name]: `${text} ${word}` });
    } else {
      lines.splice(where === 1 ? 0 : this.chance.below(lines.length), 0, word);
      desk.type({ [name]: lines.join('\n') });
    }
  }

  wait() {
    const milliseconds = this.chance.pick([1, 100, 700, 1_000, 2_000, 2_500, 16_000]);
    this.now += milliseconds;
    for (const desk of this.desks) {
      desk.pass(milliseconds);
    }
  }

  deliver(desk) {
    if (desk.request) {
      desk.deliver(desk.store);
    }
  }

  lose(desk) {
    if (desk.request) {
      desk.deliver(desk.store, { isLost: true });
    }
  }

  refuse(desk) {
    if (desk.request) {
      desk.reply(this.chance.pick([0, 401, 413, 422, 429, 500, 503]), {}, { retryAfter: this.chance.below(3) });
    }
  }

  resume(desk) {
    desk.do({ type: 'resume' });
  }

  save(desk) {
    desk.do({ type: 'save' });
  }

  hide(desk) {
    desk.do({ type: 'hide' });
  }

  choose(desk) {
    desk.do({ type: 'choose', choice: this.chance.pick(['mine', 'theirs']) });
  }

  publish(desk) {
    desk.do({ type: 'settle', id: 1 });
  }

  // The power goes: only what was written down outlives it.
  crash(desk) {
    if (desk.journal) {
      this.left.push(desk.journal);
    }
    this.desks.splice(this.desks.indexOf(desk), 1);
    // A word of the last second may be lost with it; an older one may not, which is checked next.
    this.words = this.words.filter(({ word, at }) => this.now - at > JOURNAL_MS || this.isSafe(word));
    this.open();
  }

  restore(desk) {
    const entry = this.left[0];
    if (entry && desk.store === this.store) {
      desk.do({ type: 'restore', base: entry.base, fields: entry.fields, entry });
    }
  }

  dismiss(desk) {
    const entry = this.left[0];
    if (entry) {
      desk.do({ type: 'dismiss', fields: entry.fields, entry });
    }
  }

  remove(desk) {
    if (this.chance.chance(0.1)) {
      desk.store.isDeleted = true;
      if (this.store.isDeleted) {
        this.stores.push(new DraftStore({ title: '', excerpt: '', body: '' }, { version: 0 }));
      }
    }
    if (desk.state.phase === 'gone') {
      desk.store = new DraftStore({ title: '', excerpt: '', body: '' }, { version: 0 });
      this.stores.unshift(desk.store);
      desk.do({ type: 'moved' });
    }
  }

  // What has to hold after everything that happens.
  check(act) {
    for (const desk of this.desks) {
      for (const { entry } of desk.told.filter(({ type }) => type === 'drop')) {
        this.left = this.left.filter((other) => other !== entry);
      }
      for (const { version } of desk.told.splice(0).filter(({ type }) => type === 'go')) {
        assert.ok(version <= desk.store.version);
        assert.deepEqual(desk.state.fields, desk.state.stored, 'all is saved before the form goes');
        desk.do({ type: 'reopen' });
      }
      for (const request of desk.sent.splice(0)) {
        const { key, ...content } = request;
        const text = JSON.stringify(content);
        assert.equal(this.keys.get(key) ?? text, text, 'a key belongs to one request');
        this.keys.set(key, text);
      }
    }
    for (const { word, at } of this.words) {
      if (this.now - at > JOURNAL_MS) {
        assert.ok(this.isSafe(word), `after ${act}, ${word} is nowhere`);
      }
    }
  }

  isSafe(word) {
    const isIn = (fields) => Object.values(fields).some((text) => text.includes(word));
    return (
      this.stores.some((store) => store.holds(word)) ||
      this.left.some(({ fields }) => isIn(fields)) ||
      this.desks.some(({ journal }) => journal && isIn(journal.fields))
    );
  }

  // In the end the connection is good and everything is decided.
  settle() {
    for (let round = 0; round < 200; round += 1) {
      const desk = this.desks[round % this.desks.length];
      this.resume(desk);
      this.wait();
      while (desk.request) {
        this.deliver(desk);
        this.check('settling');
      }
      this.remove(desk);
      if (desk.state.trouble === 'refused') {
        this.type(desk);
      }
      this.choose(desk);
      if (desk.state.phase === 'open' && !desk.request) {
        this.chance.chance(0.5) ? this.restore(desk) : this.dismiss(desk);
      }
      this.check('settling');
    }
  }
}

const ACTS = [
  ...Array(8).fill('type'),
  ...Array(8).fill('wait'),
  ...Array(6).fill('deliver'),
  'lose',
  'lose',
  'refuse',
  'refuse',
  'resume',
  'save',
  'hide',
  'choose',
  'publish',
  'crash',
  'restore',
  'restore',
  'dismiss',
  'remove',
];

test(`Whatever happens, no word is lost (${SEQUENCES} sequences of ${STEPS} events)`, () => {
  const reached = new Set();
  for (let seed = 1; seed <= SEQUENCES; seed += 1) {
    const world = new World(seed);
    try {
      for (let step = 0; step < STEPS; step += 1) {
        world.step();
        world.desks.forEach(({ state }) => reached.add(state.phase).add(state.trouble).add(state.request?.kind));
      }
      world.settle();
      for (const desk of world.desks) {
        assert.equal(desk.state.phase, 'open');
        assert.equal(desk.journal, null, 'what is stored leaves the journal');
      }
      assert.deepEqual(world.left, [], 'what was left behind is decided');
      for (const { word } of world.words) {
        assert.ok(world.stores.some((store) => store.holds(word)), `${word} is stored in the end`);
      }
    } catch (error) {
      throw new Error(`seed ${seed}: ${error.message}\n${world.log.join(', ')}`, { cause: error });
    }
  }
  for (const state of ['open', 'conflict', 'gone', 'offline', 'busy', 'signed-out', 'refused', 'draft', 'merge', 'choice']) {
    assert.ok(reached.has(state), `no sequence reached ${state}`);
  }
});
