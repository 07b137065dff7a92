// The sitemap against the schema of sitemaps.org, which the package sitemap carries.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Readable } from 'node:stream';
import { test } from 'node:test';

import { parseSitemap } from 'sitemap';
import { validateXML } from 'xmllint-wasm';

import { scene, useStage } from '../browser/support/stage.mjs';

const stage = useStage();
const package_ = new URL('node_modules/sitemap/schema/sitemap.xsd', import.meta.url);
const schema = await readFile(fileURLToPath(package_), 'utf8');

async function problems(contents) {
  const result = await validateXML({ xml: [{ fileName: 'sitemap.xml', contents }], schema: [schema] });
  return result.errors.map(({ message }) => message);
}

/** The last change of each path. */
async function changes() {
  const { text } = await stage.site.read('/sitemap.xml');
  const items = await parseSitemap(Readable.from([text]));
  return new Map(items.map(({ url, lastmod }) => [new URL(url).pathname, lastmod && Date.parse(lastmod)]));
}

for (const place of ['/sitemap.xml', '/sitemap-pages.xml']) {
  scene(`${place} is valid`, stage, async () => {
    const { status, text } = await stage.site.read(place);
    assert.equal(status, 200);
    assert.deepEqual(await problems(text), []);
    assert.ok(text.split('<loc>').length > 10);
  });
}

scene('What is published is named with the moment of its change, and moves the lists that show it', stage, async () => {
  const before = await changes();
  const owner = await stage.owner();
  await owner.writeArticle({ title: 'For the map', text: 'Words.' });
  await owner.openSettings();
  await owner.field(/^Tags/).fill('reliability');
  await owner.publish();
  const after = await changes();
  const at = after.get('/articles/for-the-map');
  assert.ok(at, 'the article has a last change');
  for (const list of ['/', '/articles', '/tags/reliability']) {
    assert.ok(after.get(list) >= at && after.get(list) >= before.get(list), `${list} changed with it`);
  }
  for (const path of before.keys()) {
    if (path.startsWith('/services/') || path.startsWith('/articles/')) {
      assert.equal(after.get(path), before.get(path), `${path} did not change`);
    }
  }
  const { text } = await stage.site.read('/sitemap.xml');
  assert.deepEqual(await problems(text), []);
});

test('The schema does refuse what is wrong', async () => {
  const page = (inside) =>
    `<?xml version="1.0" encoding="utf-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${inside}</urlset>`;
  assert.deepEqual(await problems(page('<url><loc>https://example.org/</loc></url>')), []);
  for (const wrong of [
    '<url><lastmod>2026-11-12</lastmod></url>',
    '<url><loc>https://example.org/</loc><lastmod>yesterday</lastmod></url>',
    '<url><address>https://example.org/</address></url>',
  ]) {
    assert.notDeepEqual(await problems(page(wrong)), [], wrong);
  }
});
