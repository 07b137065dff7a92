// A small server that speaks the editor's contract: one page per content, drafts in memory, and ways
// to fail on demand. The page is written by hand with the hooks of the real template, so that these
// tests need neither the program nor a database.

import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { DraftStore } from './draft-store.mjs';
import { editorPage, publicPage } from './desk-pages.mjs';

const ASSETS = fileURLToPath(new URL('../../../../assets/', import.meta.url));
const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
// What the site itself sends for every page.
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const ELSEWHERE = `<!doctype html><html lang="en" data-area="admin"><title>Elsewhere</title>
<script type="module" src="/assets/js/admin/unsaved.js"></script>
<h1>Elsewhere</h1><form method="post" action="/admin/sign-out"><button type="submit">Sign out</button></form>`;

export const OWNER = { email: 'owner@example.org', password: 'granite lantern' };

export class DeskServer {
  #server = createServer((request, response) => this.#serve(request, response));

  constructor() {
    this.reset();
  }

  async open() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://localhost:${this.#server.address().port}`;
    return this;
  }

  async close() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Everything as on the first day. */
  reset() {
    this.stores = new Map();
    this.isSignedIn = true;
    // What a plain form held whose version was too old; the page then shows it beside what is stored.
    this.refused = null;
    this.requests = [];
    this.forms = [];
    // What the next requests of a kind meet instead of an answer: a status, or "hold".
    this.mishaps = new Map();
    this.held = [];
  }

  store(id = 'one') {
    return this.stores.get(id);
  }

  add(id, fields, more) {
    const store = new DraftStore(fields, more);
    this.stores.set(id, store);
    return store;
  }

  /** The next request of this kind meets a mishap. */
  next(kind, mishap) {
    this.mishaps.set(kind, [...(this.mishaps.get(kind) ?? []), mishap]);
  }

  /** Lets go what was held back. */
  release() {
    this.held.splice(0).forEach((go) => go());
  }

  count(kind) {
    return this.requests.filter((request) => request.kind === kind).length;
  }

  async #serve(request, response) {
    const { pathname } = new URL(request.url, 'http://localhost');
    const body = await bodyOf(request);
    const send = (status, type, text, headers = {}) => {
      response.writeHead(status, { 'content-type': type, 'content-security-policy': POLICY, 'cache-control': 'no-store', ...headers });
      response.end(text);
    };
    try {
      await this.#answer({ request, pathname, body, send, response });
    } catch (error) {
      send(500, 'text/plain', error.stack);
    }
  }

  async #answer({ request, pathname, body, send }) {
    const json = (status, value, headers) => send(status, 'application/json', JSON.stringify(value), headers);
    if (pathname.startsWith('/assets/')) {
      return send(200, TYPES[path.extname(pathname)] ?? 'text/plain', await asset(pathname.slice('/assets/'.length)));
    }
    if (pathname === '/favicon.ico') {
      return send(204, 'text/plain', '');
    }
    if (pathname === '/admin/sign-in') {
      const form = new URLSearchParams(body);
      this.isSignedIn = form.get('email') === OWNER.email && form.get('password') === OWNER.password;
      return this.isSignedIn ? send(204, 'text/plain', '') : json(422, { message: 'E-mail address or password is wrong.' });
    }
    if (pathname === '/admin/sign-out') {
      this.isSignedIn = false;
      return send(200, 'text/html', '<!doctype html><title>Signed out</title><h1>Signed out</h1>');
    }
    const [, id, rest = ''] = /^\/admin\/articles\/([^/]+)(?:\/(.+))?$/.exec(pathname) ?? [];
    if (!id) {
      return send(200, 'text/html', ELSEWHERE);
    }
    if (request.method === 'GET') {
      return this.#show(id, send);
    }
    const kind = { draft: 'draft', 'draft/merge': 'merge', 'draft/choice': 'choice', preview: 'preview' }[rest];
    if (!kind) {
      this.forms.push({ place: pathname, form: Object.fromEntries(new URLSearchParams(body)) });
      return send(200, 'text/html', '<!doctype html><title>Sent</title><h1>Sent</h1>');
    }
    const content = JSON.parse(body);
    const key = request.headers['idempotency-key'];
    const version = Number(request.headers['if-match']?.replaceAll('"', ''));
    this.requests.push({ kind, id, key, version, content });
    const mishap = this.mishaps.get(kind)?.shift();
    if (mishap === 'hold') {
      await new Promise((resolve) => this.held.push(resolve));
    } else if (mishap) {
      return json(mishap.status ?? mishap, mishap.body ?? {}, { 'retry-after': '0' });
    }
    if (kind === 'preview') {
      return send(200, 'text/html; charset=utf-8', publicPage(content.fields));
    }
    if (!this.isSignedIn) {
      return json(401, { error: 'sign-in' });
    }
    const store = this.stores.get(id) ?? this.add(id, {}, { version: 0 });
    const answer = store.answer(kind, { key, version, body: content });
    return json(answer.status, answer.body);
  }

  #show(id, send) {
    if (id === 'new') {
      return send(200, 'text/html; charset=utf-8', editorPage({ id: 'fresh', fields: { title: '', excerpt: '', body: '' }, version: 0 }));
    }
    const { fields, version, savedAt } = this.stores.get(id);
    const page = this.refused ? { fields: this.refused, theirs: fields } : { fields };
    return send(this.refused ? 409 : 200, 'text/html; charset=utf-8', editorPage({ id, version, savedAt, ...page }));
  }
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

// The style sheet of the panel is the concatenation that the program makes too; addresses carry no
// fingerprint here, and fonts that were not built are left out.
async function asset(name) {
  const side = /^css\/(admin|public)\.css$/.exec(name)?.[1];
  if (!side) {
    return readFile(path.join(ASSETS, name));
  }
  const sheets = [];
  for (const folder of ['css/shared', `css/${side}`]) {
    for (const file of (await readdir(path.join(ASSETS, folder))).sort()) {
      sheets.push(await readFile(path.join(ASSETS, folder, file), 'utf8'));
    }
  }
  return sheets.join('\n').replaceAll(/@font-face\s*\{[^}]*asset:[^}]*\}/g, '');
}
