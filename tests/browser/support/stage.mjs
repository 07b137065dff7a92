// Everything that a test plays on: one site, one browser, and the people in it.

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { startChromium } from './chromium.mjs';
import { Person } from './person.mjs';
import { startSite } from './site.mjs';

const OUTPUT = fileURLToPath(new URL('../output/', import.meta.url));
const TEST_PATIENCE_MS = 120_000;

/** The one account of a site under test. */
export const OWNER = { email: 'owner@example.org', password: 'granite lantern forty wives' };

/** One site and one browser for all tests of a file. */
export function useStage(settings) {
  const stage = new Stage(settings);
  before(() => stage.open());
  after(() => stage.close());
  return stage;
}

/** A test in which people act; it fails as well when a page did something that it should not. */
export function scene(name, stage, act) {
  test(name, { timeout: TEST_PATIENCE_MS }, async (t) => {
    try {
      await act(t);
      await stage.farewell();
    } catch (error) {
      await stage.keepEvidence(name);
      throw error;
    } finally {
      await stage.clear();
    }
  });
}

/** A test in steps that need each other, on a site of its own: the first that fails ends it. */
export function journey(name, act) {
  test(name, { timeout: TEST_PATIENCE_MS }, async (t) => {
    const stage = new Stage();
    const step = async (title, body) => {
      let failure;
      await t.test(title, async () => {
        try {
          await body();
        } catch (error) {
          failure = error;
          await stage.keepEvidence(`${name} ${title}`);
          throw error;
        }
      });
      if (failure) {
        throw new Error(`the journey ended at: ${title}`);
      }
    };
    try {
      await stage.open();
      await act(stage, step);
      await stage.farewell();
    } finally {
      await stage.clear();
      await stage.close();
    }
  });
}

class Stage {
  #settings;
  #browser;
  #people = [];
  #ownerState;

  constructor(settings) {
    this.#settings = settings;
  }

  async open() {
    const [site, browser] = await Promise.allSettled([startSite(this.#settings), startChromium()]);
    this.site = site.value;
    this.#browser = browser.value;
    const failure = [site, browser].find((start) => start.status === 'rejected');
    if (failure) {
      await this.close();
      throw failure.reason;
    }
  }

  async close() {
    await this.#browser?.close();
    await this.site?.stop();
  }

  /** A person with a fresh profile who never came before. */
  async visitor(options) {
    return this.#meet(options);
  }

  /** The owner, signed in. The account is made by the set-up link when there is none yet. */
  async owner(options) {
    if (!this.#ownerState) {
      const founder = await this.#meet();
      await founder.goto(this.site.setupLink);
      await founder.becomeOwner(OWNER);
      this.#ownerState = await founder.context.storageState();
    }
    return this.#meet({ ...options, storageState: this.#ownerState });
  }

  async #meet(options) {
    const person = await Person.meet(this.#browser, this.site, options);
    this.#people.push(person);
    return person;
  }

  /** Fails when any page did what it should not. */
  async farewell() {
    for (const person of this.#people) {
      person.assertNothingWrong();
    }
  }

  /** Everybody leaves. */
  async clear() {
    const people = this.#people.splice(0);
    await Promise.all(people.map((person) => person.context.close()));
  }

  /** Pictures and sources of all open pages, for whoever looks into a failure. */
  async keepEvidence(name) {
    await mkdir(OUTPUT, { recursive: true });
    const stem = path.join(OUTPUT, name.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(0, 120));
    let count = 0;
    for (const person of this.#people) {
      for (const page of person.context.pages()) {
        count += 1;
        await page.screenshot({ path: `${stem}-${count}.png`, fullPage: true, timeout: 5_000 }).catch(() => {});
      }
    }
  }
}
