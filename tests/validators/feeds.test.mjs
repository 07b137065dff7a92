// The feeds of a running site, read by feedparser (Atom and RSS) and feedsmith (JSON Feed).

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { parseJsonFeed } from 'feedsmith';

import { journey } from '../browser/support/stage.mjs';

const READER = fileURLToPath(new URL('feeds.py', import.meta.url));
const PYTHON = process.env.PLINTH_PYTHON ?? '';

/** What feedparser makes of a feed. */
async function parsed(site, place) {
  assert.ok(existsSync(PYTHON), 'PLINTH_PYTHON names no Python with feedparser: run bin/validators, which makes one');
  const response = await fetch(new URL(place, site.url));
  assert.equal(response.status, 200, place);
  const child = spawn(PYTHON, [READER, response.headers.get('content-type')], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(Buffer.from(await response.arrayBuffer()));
  return JSON.parse(await text(child.stdout));
}

/** What feedsmith makes of a JSON Feed, in the same words. */
async function parsedJson(site, place) {
  const response = await fetch(new URL(place, site.url));
  assert.match(response.headers.get('content-type'), /^application\/feed\+json/);
  const body = await response.text();
  checkJsonFeed(JSON.parse(body));
  const feed = parseJsonFeed(body);
  return {
    title: feed.title,
    language: feed.language,
    link: feed.home_page_url,
    self: feed.feed_url,
    entries: feed.items.map((item) => ({
      id: item.id,
      title: item.title,
      link: item.url,
      author: item.authors[0].name,
      published: item.date_published,
      updated: item.date_modified,
      tags: item.tags ?? [],
      html: item.content_html,
    })),
  };
}

const isText = (value) => typeof value === 'string' && value !== '';
const isAddress = (value) => isText(value) && /^https?:\/\//.test(value) && URL.canParse(value);
const isMoment = (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) && !Number.isNaN(Date.parse(value));
const isAuthors = (value) => Array.isArray(value) && value.length > 0 && value.every(({ name }) => isText(name));

// No registry carries a schema of JSON Feed, so its fields are looked at one by one, as
// https://jsonfeed.org/version/1.1 names them; a field that is in neither list is a mistake.
const OF_FEED = {
  version: (value) => value === 'https://jsonfeed.org/version/1.1',
  title: isText,
  home_page_url: isAddress,
  feed_url: isAddress,
  description: isText,
  language: (value) => value === 'en',
  authors: isAuthors,
  items: Array.isArray,
};
const OF_ITEM = {
  id: isText,
  url: isAddress,
  title: isText,
  content_html: isText,
  summary: isText,
  date_published: isMoment,
  date_modified: isMoment,
  authors: isAuthors,
  tags: (value) => Array.isArray(value) && value.every(isText),
  language: (value) => value === 'en',
};
const MAY_BE_ABSENT = ['description', 'tags'];

function checkJsonFeed(feed) {
  const check = (value, rules) => {
    for (const name of Object.keys(value)) {
      assert.ok(Object.hasOwn(rules, name), `${name} is no field of ours`);
    }
    for (const [name, holds] of Object.entries(rules)) {
      const isAbsent = value[name] === undefined && MAY_BE_ABSENT.includes(name);
      assert.ok(isAbsent || holds(value[name]), `${name}: ${JSON.stringify(value[name])}`);
    }
  };
  check(feed, OF_FEED);
  feed.items.forEach((item) => check(item, OF_ITEM));
  assert.equal(new Set(feed.items.map(({ id }) => id)).size, feed.items.length, 'each id once');
}

/** All three, after what must be true of each. */
async function feeds(site, folder = '') {
  const atom = await parsed(site, `${folder}/feed.atom`);
  const rss = await parsed(site, `${folder}/feed.rss`);
  const json = await parsedJson(site, `${folder}/feed.json`);
  for (const feed of [atom, rss]) {
    assert.equal(feed.bozo, 0, feed.problem);
  }
  assert.equal(atom.version, 'atom10');
  assert.equal(rss.version, 'rss20');
  assert.ok(rss.entries.every((entry) => !entry.is_permalink), 'an id is no address');
  for (const [feed, extension] of [[atom, 'atom'], [rss, 'rss'], [json, 'json']]) {
    assert.equal(feed.title, atom.title);
    assert.equal(feed.language, 'en');
    assert.equal(feed.link, atom.link);
    assert.equal(feed.self, new URL(`${folder}/feed.${extension}`, site.url).href);
    for (const entry of feed.entries) {
      assert.match(entry.id, /^urn:uuid:[0-9a-f-]{36}$/);
      assert.ok(isMoment(entry.published) && isMoment(entry.updated));
      assert.doesNotMatch(entry.html, /(?:href|src|srcset|poster)="(?!https?:|mailto:)/, 'only absolute addresses');
    }
  }
  const facts = ({ entries }) => entries.map(({ html, is_permalink, ...entry }) => entry);
  assert.deepEqual(facts(rss), facts(atom));
  assert.deepEqual(facts(json), facts(atom));
  return { atom, rss, json };
}

journey('A reader follows the site in each format', async (stage, step) => {
  const { site } = stage;
  const title = 'Tricks & <traps> of "feeds"';
  const picture = /<link rel="icon"[^>]* href="([^"]+)"/.exec((await site.read('/')).text)[1];
  const words = `See [the services](/services) and [below](#end).\n\n\`\`\`rust\nlet a = 1 < 2;\n\`\`\`\n\n## End\n\n![A picture](${picture})\n`;
  let owner;
  let before;

  await step('the articles of a new site are there, in full', async () => {
    const { atom, rss, json } = await feeds(site);
    for (const feed of [atom, rss, json]) {
      assert.equal(feed.entries.length, 3);
      feed.entries.forEach(({ html }) => assert.ok(html.length > 4_000));
    }
  });

  await step('what is published now comes first, with its date, its author and its tags', async () => {
    const started = Date.now();
    owner = await stage.owner();
    await owner.writeArticle({ title, text: words });
    await owner.openSettings();
    await owner.field(/^Tags/).fill('Feeds & readers, Reliability');
    await owner.publish();
    const all = await feeds(site);
    for (const { entries, updated } of Object.values(all)) {
      const [first] = entries;
      assert.equal(entries.length, 4);
      assert.equal(first.title, title);
      assert.deepEqual(first.tags.toSorted(), ['Feeds & readers', 'Reliability']);
      assert.ok(isText(first.author));
      assert.ok(Math.abs(Date.parse(first.published) - started) < 120_000);
      assert.ok(updated === undefined || updated === first.updated, 'the feed is as new as its newest entry');
      for (const address of [`href="${site.url}/services"`, `href="${first.link}#h-end"`, `src="${site.url}${picture}"`]) {
        assert.ok(first.html.includes(address), `${address} is in ${first.html}`);
      }
    }
    before = all.atom.entries;
  });

  await step('a new address is the same article', async () => {
    await owner.openSettings();
    await owner.field(/^Address/).fill('another-address');
    await owner.publish();
    const { atom } = await feeds(site);
    assert.equal(atom.entries[0].link, `${site.url}/articles/another-address`);
    assert.notEqual(atom.entries[0].link, before[0].link);
    assert.deepEqual(atom.entries.map(({ id }) => id), before.map(({ id }) => id));
    assert.equal(atom.entries[0].published, before[0].published);
  });

  await step('a tag has the same in small', async () => {
    const visitor = await stage.visitor();
    await visitor.goto('/articles/another-address');
    await visitor.follow(visitor.link('Feeds & readers', { exact: true }));
    const { atom } = await feeds(site, visitor.path());
    assert.deepEqual(atom.entries.map(({ id }) => id), [before[0].id]);
    assert.ok(atom.title.startsWith('Feeds & readers · '));
  });
});
