// The small pure parts: differences, landmarks, carets, the state line.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { difference, shortened } from '../../../assets/js/admin/drafts/difference.js';
import { moved } from '../../../assets/js/admin/drafts/form-fields.js';
import { across, landmarks, pairs } from '../../../assets/js/admin/drafts/landmarks.js';
import { start } from '../../../assets/js/admin/drafts/machine.js';
import { timeId } from '../../../assets/js/admin/drafts/make.js';
import { line } from '../../../assets/js/admin/drafts/state-line.js';
import { carriedOver, normalised, same } from '../../../assets/js/admin/drafts/texts.js';
import { seeded } from './support/seeded.mjs';

const side = (parts, without) =>
  parts
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join('');

test('A difference names the words that went and came', () => {
  assert.deepEqual(difference('The quick fox', 'The slow fox'), [
    { kind: 'same', text: 'The ' },
    { kind: 'gone', text: 'quick' },
    { kind: 'new', text: 'slow' },
    { kind: 'same', text: ' fox' },
  ]);
  assert.deepEqual(difference('', 'All new'), [{ kind: 'new', text: 'All new' }]);
  assert.deepEqual(difference('All gone', ''), [{ kind: 'gone', text: 'All gone' }]);
  assert.deepEqual(difference('', ''), []);
});

test('Both texts can be read out of every difference, letter by letter', () => {
  const chance = seeded(7);
  const text = () => Array.from({ length: chance.below(40) }, () => chance.pick(['a', 'b', 'c', ' ', '\n', 'día', '🌍', '.', '\t'])).join('');
  for (let count = 0; count < 3_000; count += 1) {
    const before = text();
    const after = chance.chance(0.5) ? text() : before.slice(0, chance.below(20)) + text() + before.slice(chance.below(20));
    const parts = difference(before, after);
    assert.equal(side(parts, 'new'), before);
    assert.equal(side(parts, 'gone'), after);
  }
});

test('Two long texts that share little are shown whole, in good time', () => {
  const chance = seeded(8);
  const text = () => Array.from({ length: 30_000 }, () => `w${chance.below(1e6)}`).join(' ');
  const [before, after] = [text(), text()];
  const parts = difference(before, after);
  assert.equal(side(parts, 'new'), before);
  assert.equal(side(parts, 'gone'), after);
});

test('Long stretches of sameness are cut, changes never', () => {
  const parts = shortened([
    { kind: 'same', text: 'a'.repeat(5_000) },
    { kind: 'new', text: 'b'.repeat(5_000) },
    { kind: 'same', text: 'c'.repeat(5_000) },
  ]);
  assert.deepEqual(parts.map(({ kind, text }) => [kind, text.length]), [
    ['cut', 1],
    ['same', 120],
    ['new', 5_000],
    ['same', 120],
    ['cut', 1],
  ]);
});

test('What is cut is not cut in the middle of a word', () => {
  const words = 'word '.repeat(500);
  const parts = shortened([
    { kind: 'new', text: 'x' },
    { kind: 'same', text: words },
    { kind: 'new', text: 'x' },
  ]);
  for (const { text } of parts.filter(({ kind }) => kind === 'same')) {
    assert.match(text, /^( ?word)+ ?$/);
  }
});

test('Headings and code are found where Markdown has them', () => {
  const text = '# One\n\n```js\n# not one\n```\n\nTwo\n---\n\n~~~\n```\n~~~\n## Three\n\n- a\n---\n`` ` ``';
  assert.deepEqual(landmarks(text), [
    { kind: 'heading', at: 0 },
    { kind: 'code', at: 7 },
    { kind: 'heading', at: text.indexOf('Two') },
    { kind: 'code', at: text.indexOf('~~~') },
    { kind: 'heading', at: text.indexOf('## Three') },
  ]);
});

test('Places are paired in order, and between two of them all is in proportion', () => {
  const heading = (y) => ({ kind: 'heading', y });
  const code = (y) => ({ kind: 'code', y });
  const found = pairs([heading(0), code(50), heading(100), heading(200)], [heading(10), code(40), heading(30), heading(400)]);
  assert.deepEqual(found, [
    [0, 10],
    [50, 40],
    [200, 400],
  ]);
  assert.equal(across(found, 25), 25);
  assert.equal(across(found, 125), 220);
  assert.equal(across(found, 220, { from: 1, to: 0 }), 125);
  assert.equal(across(found, -5), 10);
  assert.equal(across(found, 999), 400);
});

test('A caret stays at its words when the text around it is replaced', () => {
  assert.equal(moved(5, 'Hello world', 'Hello there'), 5);
  assert.equal(moved(5, 'Hello world', 'Oh! Hello world'), 9);
  assert.equal(moved(11, 'Hello world', 'Hi'), 2);
});

test('Edits are carried over field by field, and a clash is named', () => {
  const from = { a: '1', b: '1', c: '1', d: '1' };
  const { fields, clashes } = carriedOver(from, { ...from, b: '2', d: '2' }, { ...from, c: '3', d: '3' });
  assert.deepEqual(fields, { a: '1', b: '2', c: '3', d: '2' });
  assert.deepEqual(clashes, ['d']);
  assert.ok(same(normalised({ a: '1\r\n2\r3' }), { a: '1\n2\n3' }));
  assert.ok(same({ a: '' }, {}), 'a field that is not there is empty');
});

test('The line never says saved unless everything is', () => {
  const fields = { title: 'A' };
  const clean = start({ version: 3, stored: fields, fields, savedAt: '2026-11-24T12:04:00Z' });
  const words = (more, driver) => line({ ...clean, ...more }, driver).words;
  assert.equal(words({}), 'Saved');
  assert.equal(words({ version: 0 }), 'Nothing to save yet');
  const typed = { fields: { title: 'B' } };
  assert.equal(words(typed), 'Not saved yet');
  assert.equal(words({ ...typed, isUnderWay: true }), 'Saving…');
  for (const trouble of ['offline', 'busy', 'signed-out', 'refused']) {
    assert.match(words({ ...typed, trouble }), /not saved.*Kept on this machine\.$/i);
    assert.match(words({ ...typed, trouble }, { isKept: false }), /not saved.*copy it to a safe place\.$/i);
  }
  for (const phase of ['conflict', 'gone']) {
    assert.match(words({ ...typed, phase }), /not saved\. Kept on this machine\.$/);
  }
});

test('Ids made here are like those of the server, and sort by their time', () => {
  const [first, second] = [timeId(1_764_000_000_000), timeId(1_764_000_000_001)];
  assert.match(first, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(first < second);
  assert.equal(parseInt(first.replaceAll('-', '').slice(0, 12), 16), 1_764_000_000_000);
});
