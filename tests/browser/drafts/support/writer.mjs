// Somebody who writes in a real Chromium, on the page of the small server.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { startChromium } from '../../support/chromium.mjs';
import { DeskServer } from './desk-server.mjs';

const PATIENCE_MS = 10_000;
export const FIELDS = { title: 'Growth', excerpt: 'Short', body: '## One\n\nFirst.\n\n## Two\n\nSecond.' };

/** One browser and one server for the tests of a file; each test begins with a fresh profile. */
export function useRoom() {
  const room = { server: new DeskServer(), browser: null };
  before(async () => {
    await room.server.open();
    room.browser = await startChromium();
  });
  after(async () => {
    await room.browser?.close();
    await room.server.close();
  });
  beforeEach(() => room.server.reset());
  return room;
}

/** A test with a writer; it fails as well when the page throws or writes an error to the console. */
export function scene(name, room, act) {
  test(name, { timeout: 60_000 }, async () => {
    const writer = new Writer(room);
    try {
      await writer.begin();
      await act(writer, room.server);
      assert.deepEqual(writer.problems, []);
    } finally {
      await writer.context.close();
    }
  });
}

export class Writer {
  problems = [];

  constructor({ server, browser }) {
    this.server = server;
    this.browser = browser;
  }

  async begin({ width = 1280 } = {}) {
    this.context = await this.browser.newContext({
      baseURL: this.server.url,
      viewport: { width, height: 800 },
      reducedMotion: 'reduce',
      locale: 'en-GB',
    });
    this.context.setDefaultTimeout(PATIENCE_MS);
    await this.openTab();
  }

  async openTab() {
    const page = await this.context.newPage();
    page.on('pageerror', (error) => this.problems.push(error.message));
    page.on('console', (message) => {
      const isAboutAnAnswer = /^Failed to load resource/.test(message.text());
      if (['error', 'warning'].includes(message.type()) && !isAboutAnAnswer) {
        this.problems.push(message.text());
      }
    });
    this.page = page;
    return page;
  }

  /** Opens the editor of a content, which is made when there is none. */
  async opens(id = 'one', fields = FIELDS) {
    if (id !== 'new' && !this.server.store(id)) {
      this.server.add(id, fields);
    }
    await this.page.goto(id === 'new' ? '/admin/articles/new' : `/admin/articles/${id}/edit`);
    await this.page.locator('[data-preview-toggle]').waitFor();
  }

  field(name) {
    return this.page.locator(`[name="${name}"][data-field]`);
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Types at the end of a field, key by key. */
  async types(name, words) {
    await this.field(name).focus();
    await this.page.keyboard.press('Control+End');
    await this.page.keyboard.type(words);
  }

  /** Types without a connection, and loses the page; then opens another tab, with a connection. */
  async loses(name, words) {
    await this.context.setOffline(true);
    await this.types(name, words);
    await this.isTold('Not saved: no connection. Kept on this machine.');
    await this.page.close();
    await this.context.setOffline(false);
    await this.openTab();
  }

  async savesByKey() {
    await this.page.keyboard.press('Control+s');
  }

  /** Waits until the line about the text says this. */
  async isTold(words) {
    await this.page.locator('[data-save-state]').filter({ hasText: words }).waitFor();
  }

  /** Waits until the line says that everything is saved, and when. */
  async isSaved() {
    await this.isTold(/^Saved (\d+ \w+,? (at )?)?\d\d:\d\d$/);
  }

  /** Waits for a word above the text. */
  async isNoted(words) {
    await this.page.locator('[data-editor-notes]').filter({ hasText: words }).waitFor();
  }

  /** The texts that are kept on this machine. */
  async journal() {
    return this.page.evaluate(() =>
      Object.keys(localStorage)
        .filter((key) => key.startsWith('plinth-journal:'))
        .map((key) => JSON.parse(localStorage[key])),
    );
  }

  async until(question, what) {
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await question())) {
      assert.ok(Date.now() < deadline, `this never became true: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
