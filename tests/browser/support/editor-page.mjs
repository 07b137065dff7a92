// A page with one Markdown field, served with the site's own policy, styles and scripts but without the
// program: for what happens inside the editor, whatever the server does with the text.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';

import { startChromium } from './chromium.mjs';
import { Person } from './person.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const ASSETS = path.join(ROOT, 'assets');
const HEADERS = path.join(ROOT, 'crates/web-kit/src/security_headers.rs');
const KINDS = { css: 'text/css', js: 'text/javascript', woff2: 'font/woff2', svg: 'image/svg+xml' };

/** The pages that the picker finds. */
export const PAGES = [
  { id: '0192aaaa-0000-7000-8000-000000000001', kind: 'article', title: 'What lies under an interface', address: '/articles/what-lies-under', state: 'published' },
  { id: '0192aaaa-0000-7000-8000-000000000002', kind: 'article', title: 'Queues [and why]', address: '/articles/queues', state: 'draft' },
  { id: '0192aaaa-0000-7000-8000-000000000003', kind: 'service', title: 'Architecture review', address: '/services/architecture-review', state: 'published' },
];

/** One server and one browser for all tests of a file. */
export function useEditorPage() {
  const stand = new Stand();
  before(() => stand.open());
  after(() => stand.close());
  return stand;
}

class Stand {
  text = '';
  attributes = '';
  isPlain = false;
  isBuilt = true;
  direction = 'ltr';
  people = [];
  choices = [];
  submitted = null;

  async open() {
    this.policy = await policy();
    this.server = createServer((request, response) => {
      this.#answer(request, response).catch((error) => response.writeHead(500).end(String(error)));
    });
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.url = `http://127.0.0.1:${this.server.address().port}`;
    this.browser = await startChromium();
  }

  async close() {
    await this.browser?.close();
    this.server.closeAllConnections();
    this.server.close();
  }

  /** A person in front of the editor; `write` gets the words of the field. */
  async writer({ text = '', attributes = '', plain = false, built = true, direction = 'ltr', script = true, ...rest } = {}) {
    Object.assign(this, { text, attributes, isPlain: plain, isBuilt: built, direction, choices: [], submitted: null });
    const person = await Person.meet(this.browser, this, { script, ...rest });
    await person.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: this.url });
    this.people.push(person);
    await person.goto('/edit');
    if (script && built && !plain) {
      await person.page.locator('.cm-content').waitFor();
    }
    return new Writer(person);
  }

  /** Fails when a page did something wrong, and closes them all. */
  async farewell() {
    for (const person of this.people) {
      person.assertNothingWrong();
    }
  }

  /** A picture of each open page, for whoever looks into a failure. */
  async keepEvidence(name) {
    const stem = name.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(0, 120);
    for (const [index, person] of this.people.entries()) {
      const place = path.join(ROOT, 'tests/browser/output', `${stem}-${index}.png`);
      await person.page.screenshot({ path: place, timeout: 5_000 }).catch(() => {});
    }
  }

  async clear() {
    await Promise.all(this.people.splice(0).map((person) => person.context.close()));
  }

  async #answer(request, response) {
    const { pathname, searchParams } = new URL(request.url, this.url);
    const send = (status, kind, body = '') =>
      response.writeHead(status, { 'content-type': kind, 'content-security-policy': this.policy }).end(body);
    if (pathname === '/edit' && request.method === 'GET') {
      return send(200, 'text/html; charset=utf-8', this.#page());
    }
    if (pathname === '/edit') {
      this.submitted = new URLSearchParams(await bodyOf(request)).get('body');
      return response.writeHead(303, { location: '/elsewhere' }).end();
    }
    if (pathname === '/elsewhere') {
      return send(200, 'text/html; charset=utf-8', '<!doctype html><html lang="en"><title>Elsewhere</title><link rel="icon" href="data:,"><h1>Elsewhere</h1>');
    }
    if (pathname === '/copied-here') {
      const page = '<!doctype html><html lang="en"><title>Elsewhere</title><link rel="icon" href="data:,">';
      return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    }
    if (pathname === '/admin/links') {
      const words = searchParams.get('q').toLowerCase();
      const found = PAGES.filter(({ id, title }) => id === words || title.toLowerCase().includes(words));
      return send(200, 'application/json', JSON.stringify(found));
    }
    if (pathname === '/admin/editor-choice') {
      this.choices.push(new URLSearchParams(await bodyOf(request)).get('plain'));
      return response.writeHead(204).end();
    }
    const name = pathname.replace(/^\/assets\//, '');
    const body = name === pathname ? null : await asset(name);
    return body ? send(200, KINDS[name.split('.').pop()], body) : send(404, 'text/plain');
  }

  #page() {
    const module = this.isBuilt ? ' data-module="/assets/js/markdown-editor.js"' : '';
    const script = this.isBuilt && !this.isPlain ? 'js/markdown-editor.js' : 'js/admin/editor-field.js';
    const escaped = this.text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    return `<!doctype html>
<html lang="en" data-area="admin" dir="${this.direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Edit article</title><link rel="icon" href="/assets/img/favicon.svg">
<link rel="stylesheet" href="/assets/css/admin.css">
<script type="module" src="/assets/${script}"></script></head>
<body class="panel"><main class="work">
<div class="work__head"><h1>Edit article</h1></div>
<form class="form" id="the-form" method="post" action="/edit" data-editor data-kind="article" data-base="/edit" data-version="7">
<div class="field"><label for="field-title">Title</label><input class="input" id="field-title" name="title" value="A title"></div>
<div class="field"><label for="field-body">Text</label>
<textarea class="input input--prose" data-markdown name="body" id="field-body" rows="22" aria-describedby="help-body"${module}${this.isPlain ? ' data-plain' : ''}${this.attributes}>
${escaped}</textarea>
<p class="field__help" id="help-body">Markdown.</p></div>
<div class="form__bar"><button class="button button--primary" type="submit">Save</button><button class="button" type="reset">Reset</button></div>
</form></main></body></html>`;
  }
}

/** Somebody who writes: the editor, and the field that is submitted. */
class Writer {
  constructor(person) {
    this.person = person;
    this.page = person.page;
    this.editor = person.page.locator('.cm-content');
    this.field = person.heldText();
  }

  async type(words) {
    await this.page.keyboard.type(words);
  }

  async press(...keys) {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  /** Puts the caret at the very end. */
  async goToEnd() {
    await this.editor.focus();
    await this.press('Control+End');
  }

  async selectAll() {
    await this.editor.focus();
    await this.press('Control+a');
  }

  text() {
    return this.field.inputValue();
  }

  /** Waits until the field that is submitted holds this text. */
  async holds(text) {
    await this.person.until(async () => (await this.text()) === text, `the field holds ${JSON.stringify(text)}`).catch(async () => {
      assert.equal(await this.text(), text);
    });
  }

  /** Pastes as a person would who copied this elsewhere: on a page with another policy. */
  async paste(data) {
    const other = await this.person.context.newPage();
    await other.goto(new URL('/copied-here', this.page.url()).href);
    await other.evaluate(async (parts) => {
      const blobs = Object.entries(parts).map(([kind, words]) => [kind, new Blob([words], { type: kind })]);
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    }, data);
    await other.close();
    await this.page.bringToFront();
    await this.press('Control+v');
  }

  /** Sets the field from outside, as the scripts of the page do. */
  async replace(text) {
    await this.field.evaluate((field, words) => {
      field.value = words;
      field.dispatchEvent(new CustomEvent('plinth:replaced', { bubbles: false }));
    }, text);
  }
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

// The policy as the program sends it.
async function policy() {
  const source = await readFile(HEADERS, 'utf8');
  const found = /const CONTENT_SECURITY_POLICY: &str = "([^"]*)"/.exec(source);
  assert.ok(found, 'the policy stands in security_headers.rs');
  return found[1].replaceAll(/\\\n\s*/g, '');
}

async function asset(name) {
  if (name === 'css/admin.css') {
    const sheets = [];
    for (const folder of ['shared', 'admin']) {
      const files = (await readdir(path.join(ASSETS, 'css', folder))).sort();
      sheets.push(...(await Promise.all(files.map((file) => readFile(path.join(ASSETS, 'css', folder, file), 'utf8')))));
    }
    return linked(sheets.join('\n'));
  }
  const places = name.startsWith('dist/') ? [name] : [name, `dist/${name}`];
  for (const place of places) {
    const bytes = await readFile(path.join(ASSETS, place)).catch(() => null);
    if (bytes) {
      return /\.(?:js|css)$/.test(place) ? linked(bytes.toString()) : bytes;
    }
  }
  throw new Error(`${name} does not exist: was assets/dist built? (npm ci && npm run build in assets)`);
}

function linked(text) {
  return text.replaceAll(/(["'])asset:/g, '$1/assets/');
}
