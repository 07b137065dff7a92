// When the editor saves, and what becomes of each answer. No page, no clock, no network.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Desk } from './support/desk.mjs';
import { DraftStore } from './support/draft-store.mjs';

const FIELDS = { title: 'Growth', body: 'One\n\nTwo\n\nThree' };

function desk(more = {}) {
  return new Desk({ version: 1, stored: FIELDS, fields: FIELDS, ...more });
}

test('What was typed is in the journal within a second', () => {
  const it = desk().type({ body: 'A' }).pass(999);
  assert.equal(it.journal, null);
  it.pass(1);
  assert.deepEqual(it.journal.fields, { title: 'Growth', body: 'A' });
  assert.deepEqual(it.journal.base, FIELDS);
  assert.equal(it.journal.baseVersion, 1);
  // Typing on does not put the next entry off.
  it.type({ body: 'AB' }).pass(600).type({ body: 'ABC' }).pass(400);
  assert.equal(it.journal.fields.body, 'ABC');
});

test('A pause of two seconds sends what was typed, with the version that it was made from', () => {
  const it = desk().type({ body: 'A' }).pass(1_900).type({ body: 'AB' }).pass(1_999);
  assert.equal(it.sent.length, 0);
  it.pass(1);
  assert.equal(it.sent.length, 1);
  assert.equal(it.sent[0].kind, 'draft');
  assert.equal(it.sent[0].version, 1);
  assert.equal(it.sent[0].reason, 'autosave');
  assert.equal(it.sent[0].fields.body, 'AB');
});

test('Whoever types without a pause is saved every fifteen seconds', () => {
  const it = desk();
  for (let count = 0; count < 16; count += 1) {
    it.type({ body: 'x'.repeat(count + 1) }).pass(1_000);
  }
  assert.equal(it.sent.length, 1);
});

test('Nothing is sent when nothing changed, nor when a change was taken back', () => {
  const it = desk().type(FIELDS).pass(60_000);
  it.type({ body: 'A' }).pass(1_000).type(FIELDS).pass(60_000);
  it.do({ type: 'save' }).do({ type: 'hide' });
  assert.equal(it.sent.length, 0);
  assert.equal(it.journal, null, 'the journal does not keep what was taken back');
});

test('One request is under way, and what is typed meanwhile is sent after it', () => {
  const it = desk().type({ body: 'A' }).pass(2_000).type({ body: 'AB' }).pass(30_000);
  assert.equal(it.sent.length, 1);
  it.reply(200, { version: 2, saved_at: 't' });
  assert.equal(it.sent.length, 2, 'it was due long ago');
  assert.equal(it.sent[1].version, 2);
  assert.equal(it.sent[1].fields.body, 'AB');
  assert.notEqual(it.sent[1].key, it.sent[0].key);
  it.reply(200, { version: 3, saved_at: 't' });
  assert.equal(it.journal, null, 'what is stored leaves the journal');
  assert.equal(it.state.version, 3);
});

test('A lost answer is asked for again with the same key and the same text, before anything newer', () => {
  const store = new DraftStore(FIELDS);
  const it = desk().type({ body: 'A' }).pass(2_000).deliver(store, { isLost: true });
  assert.equal(it.state.trouble, 'offline');
  it.type({ body: 'AB' }).pass(2_000);
  assert.equal(it.sent.length, 2);
  assert.deepEqual(it.sent[1], it.sent[0]);
  it.deliver(store).pass(2_000).deliver(store);
  assert.equal(store.fields.body, 'AB');
  assert.equal(store.version, 3, 'the text sent twice was stored once');
  assert.equal(it.state.trouble, null);
});

test('Trouble is tried again ever later, never later than a minute, and as late as was asked for', () => {
  const it = desk().type({ body: 'A' }).pass(2_000);
  const waits = [];
  for (let count = 0; count < 8; count += 1) {
    it.reply(503);
    waits.push(it.timers.get('retry') - it.now);
    it.pass(60_000);
  }
  assert.deepEqual(waits, [1_500, 3_000, 6_000, 12_000, 24_000, 45_000, 45_000, 45_000]);
  it.reply(429, {}, { retryAfter: 90 });
  assert.equal(it.timers.get('retry') - it.now, 90_000);
  const early = desk();
  early.luck = () => 0;
  early.type({ body: 'A' }).pass(2_000).reply(503);
  assert.equal(early.timers.get('retry') - early.now, 1_000, 'luck spreads the attempts');
});

test('A connection that comes back is used at once', () => {
  const it = desk().type({ body: 'A' }).pass(2_000).reply(0).do({ type: 'resume' });
  assert.equal(it.sent.length, 2);
  assert.equal(it.sent[0].key, it.sent[1].key);
});

test('Signed out, the text stays, and the same request is sent once somebody is signed in again', () => {
  const it = desk().type({ body: 'A' }).pass(2_000).reply(401, { error: 'sign-in' });
  assert.equal(it.commands('sign-in').length, 1);
  it.type({ body: 'AB' }).pass(60_000);
  assert.equal(it.sent.length, 1, 'nothing is sent in vain');
  assert.equal(it.journal.fields.body, 'AB');
  it.do({ type: 'resume' });
  assert.deepEqual(it.sent[1], it.sent[0]);
  it.reply(200, { version: 2 });
  assert.equal(it.sent[2].fields.body, 'AB');
});

test('A save by hand is marked as one, also of a text that saved itself', () => {
  const it = desk().type({ body: 'A' }).do({ type: 'save' });
  assert.equal(it.sent[0].reason, 'manual');
  it.reply(200, { version: 2 });
  it.type({ body: 'AB' }).pass(2_000);
  it.do({ type: 'save' });
  assert.equal(it.sent.length, 2, 'one at a time');
  it.reply(200, { version: 3 });
  assert.equal(it.sent[2].reason, 'manual');
  it.reply(200, { version: 4 });
  it.do({ type: 'save' });
  assert.equal(it.sent.length, 3, 'a text marked once is not marked twice');
});

test('A text that is refused waits until it is changed', () => {
  const problems = [{ field: 'body', message: 'Too long.' }];
  const it = desk().type({ body: 'A' }).pass(2_000).reply(422, { problems });
  assert.deepEqual(it.state.problems, problems);
  it.pass(60_000).do({ type: 'save' });
  assert.equal(it.sent.length, 1);
  assert.equal(it.journal.fields.body, 'A');
  it.type({ body: 'B' }).pass(2_000);
  assert.equal(it.sent.length, 2);
  assert.deepEqual(it.state.problems, []);
});

test('What others saved is merged, and what was typed meanwhile stays', () => {
  const store = new DraftStore(FIELDS);
  store.saveElsewhere({ title: 'Their title' });
  const it = desk().type({ body: 'One\n\nTwo\n\nThree\n\nMine' }).pass(2_000).deliver(store);
  assert.equal(it.request.kind, 'merge');
  assert.equal(it.request.version, 2);
  it.type({ body: 'One\n\nTwo\n\nThree\n\nMine and more' });
  it.deliver(store);
  assert.equal(it.state.fields.title, 'Their title');
  assert.equal(it.state.fields.body, 'One\n\nTwo\n\nThree\n\nMine and more');
  assert.deepEqual(it.commands('replace').at(-1).fields, { title: 'Their title' });
  assert.equal(it.commands('merged')[0].savedBy, 'owner@example.org');
  it.pass(2_000).deliver(store);
  assert.deepEqual(store.fields, it.state.fields);
});

test('Typing into a field that comes back merged is merged once more', () => {
  const store = new DraftStore(FIELDS);
  store.saveElsewhere({ body: 'Theirs\n\nOne\n\nTwo\n\nThree' });
  const it = desk().type({ body: 'One\n\nTwo\n\nThree\n\nMine' }).pass(2_000).deliver(store);
  it.type({ body: 'One\n\nTwo\n\nThree\n\nMine and more' }).deliver(store);
  assert.equal(it.request.kind, 'merge');
  it.deliver(store);
  assert.equal(store.fields.body, 'Theirs\n\nOne\n\nTwo\n\nThree\n\nMine and more');
  assert.equal(it.state.fields.body, store.fields.body);
});

test('Two texts that cannot be merged stop the saving, not the typing', () => {
  const store = new DraftStore(FIELDS);
  store.saveElsewhere({ body: 'Theirs' });
  const it = desk().type({ body: 'Mine' }).pass(2_000).deliver(store).deliver(store);
  assert.equal(it.state.phase, 'conflict');
  assert.deepEqual(it.commands('conflict')[0].theirs.conflicts, ['body']);
  it.type({ body: 'Mine and more' }).pass(60_000);
  assert.equal(it.request, null);
  assert.equal(it.journal.fields.body, 'Mine and more');
  it.do({ type: 'settle', id: 1 });
  assert.deepEqual(it.commands('stay'), [{ type: 'stay', id: 1, why: 'conflict' }]);
});

for (const [word, kept, stored] of [
  ['mine', 'Theirs', 'Mine and more'],
  ['theirs', 'Mine and more', 'Theirs'],
]) {
  test(`Whoever takes ${word} finds the other text among the revisions`, () => {
    const store = new DraftStore(FIELDS);
    store.saveElsewhere({ body: 'Theirs' });
    const it = desk().type({ body: 'Mine' }).pass(2_000).deliver(store).deliver(store);
    it.type({ body: 'Mine and more' }).do({ type: 'choose', choice: word }).deliver(store);
    assert.equal(it.state.phase, 'open');
    assert.equal(it.state.fields.body, stored);
    assert.equal(store.fields.body, stored);
    assert.ok(store.holds(kept));
    assert.equal(it.journal, null);
    it.type({ body: 'On' }).pass(2_000).deliver(store);
    assert.equal(store.fields.body, 'On', 'it goes on as before');
  });
}

test('What is typed while theirs is being taken is kept as a revision too', () => {
  const store = new DraftStore(FIELDS);
  store.saveElsewhere({ body: 'Theirs' });
  const it = desk().type({ body: 'Mine' }).pass(2_000).deliver(store).deliver(store);
  it.do({ type: 'choose', choice: 'theirs' }).type({ body: 'Mine and more' }).deliver(store);
  it.deliver(store);
  assert.equal(it.state.fields.body, 'Theirs');
  assert.ok(store.holds('Mine and more'));
});

test('A decision on a text that was saved again meanwhile is asked for once more', () => {
  const store = new DraftStore(FIELDS);
  store.saveElsewhere({ body: 'Theirs' });
  const it = desk().type({ body: 'Mine' }).pass(2_000).deliver(store).deliver(store);
  store.saveElsewhere({ body: 'Theirs again' });
  it.do({ type: 'choose', choice: 'mine' }).deliver(store);
  assert.equal(it.state.phase, 'conflict');
  assert.equal(it.commands('conflict').at(-1).theirs.fields.body, 'Theirs again');
  it.do({ type: 'choose', choice: 'mine' }).deliver(store);
  assert.equal(store.fields.body, 'Mine');
});

test('The same text saved in two windows is no conflict', () => {
  const store = new DraftStore(FIELDS);
  store.saveElsewhere({ body: 'Same' });
  const it = desk().type({ body: 'Same' }).pass(2_000).deliver(store);
  assert.equal(it.request, null);
  assert.equal(it.state.version, 2);
  assert.equal(it.journal, null);
});

test('A text whose content was deleted is kept, and goes on under another id', () => {
  const store = new DraftStore(FIELDS);
  store.isDeleted = true;
  const it = desk().type({ body: 'A' }).pass(2_000).deliver(store);
  assert.equal(it.commands('gone').length, 1);
  it.type({ body: 'AB' }).pass(60_000);
  assert.equal(it.journal.fields.body, 'AB');
  assert.equal(it.sent.length, 1);
  const other = new DraftStore({}, { version: 0 });
  it.do({ type: 'moved' });
  assert.equal(it.request.version, 0);
  it.deliver(other);
  assert.equal(other.fields.body, 'AB');
  assert.equal(it.journal, null);
});

test('Publishing waits for the request under way and for everything typed', () => {
  const it = desk().type({ body: 'A' }).pass(2_000).type({ body: 'AB' }).do({ type: 'settle', id: 7 });
  assert.equal(it.commands('go').length, 0);
  it.reply(200, { version: 2 });
  assert.equal(it.sent[1].fields.body, 'AB', 'at once, without another pause');
  it.reply(200, { version: 3 });
  assert.deepEqual(it.commands('go'), [{ type: 'go', id: 7, version: 3 }]);
  it.type({ body: 'ABC' }).pass(60_000);
  assert.equal(it.sent.length, 2, 'nothing is sent behind the form');
  assert.equal(it.journal.fields.body, 'ABC');
  it.do({ type: 'reopen' });
  assert.equal(it.sent.length, 3);
});

test('Publishing says why it cannot', () => {
  const it = desk().type({ body: 'A' }).do({ type: 'settle', id: 1 }).reply(0);
  assert.deepEqual(it.commands('stay'), [{ type: 'stay', id: 1, why: 'offline' }]);
  it.do({ type: 'settle', id: 2 }).reply(200, { version: 2 });
  assert.deepEqual(it.commands('go'), [{ type: 'go', id: 2, version: 2 }]);
});

test('A page that goes out of sight writes down and sends what it has', () => {
  const it = desk().type({ body: 'A' }).do({ type: 'hide' });
  assert.equal(it.journal.fields.body, 'A');
  assert.equal(it.sent.length, 1);
});

test('A text of the journal made from what is stored is simply written on', () => {
  const it = desk().do({ type: 'restore', base: FIELDS, fields: { ...FIELDS, body: 'From before' }, entry: 'x' });
  assert.equal(it.state.fields.body, 'From before');
  assert.equal(it.journal.fields.body, 'From before');
  assert.equal(it.commands('drop')[0].entry, 'x');
  it.pass(2_000);
  assert.equal(it.sent[0].fields.body, 'From before');
});

test('A text of the journal made from an older one is merged with what was saved since', () => {
  const store = new DraftStore({ ...FIELDS, title: 'Newer' });
  const it = new Desk({ version: 1, stored: store.fields, fields: store.fields });
  it.type({ title: 'Newer still' });
  const mine = { ...FIELDS, body: 'One\n\nTwo\n\nThree\n\nFrom before' };
  it.do({ type: 'restore', base: FIELDS, fields: mine, entry: 'x' });
  assert.equal(it.request.kind, 'draft', 'what is on the screen is saved first');
  it.deliver(store);
  assert.equal(it.request.kind, 'merge');
  it.deliver(store);
  assert.deepEqual(it.state.fields, { title: 'Newer still', body: mine.body });
  assert.deepEqual(store.fields, it.state.fields);
  assert.equal(it.commands('drop')[0].entry, 'x');
});

test('A text of the journal that does not fit is compared, and whichever is left becomes a revision', () => {
  const store = new DraftStore({ ...FIELDS, body: 'Newer' });
  const it = new Desk({ version: 1, stored: store.fields, fields: store.fields });
  it.do({ type: 'restore', base: FIELDS, fields: { ...FIELDS, body: 'From before' }, entry: 'x' }).deliver(store);
  assert.equal(it.state.phase, 'conflict');
  assert.equal(it.state.fields.body, 'From before');
  assert.equal(it.journal.fields.body, 'From before');
  it.do({ type: 'choose', choice: 'theirs' }).deliver(store);
  assert.equal(it.state.fields.body, 'Newer');
  assert.ok(store.holds('From before'));
});

test('A text of the journal that is not wanted becomes a revision, and nothing on the screen changes', () => {
  const store = new DraftStore(FIELDS);
  const it = desk().do({ type: 'dismiss', fields: { ...FIELDS, body: 'From before' }, entry: 'x' });
  it.type({ title: 'Typed meanwhile' }).deliver(store);
  assert.ok(store.holds('From before'));
  assert.equal(it.state.fields.title, 'Typed meanwhile');
  assert.equal(it.commands('drop')[0].entry, 'x');
  it.pass(2_000).deliver(store);
  assert.deepEqual(store.fields, { ...FIELDS, title: 'Typed meanwhile' });
});

test('A page that holds what was refused keeps it in the journal and sends it', () => {
  const it = desk({ stored: null }).do({ type: 'wake' });
  assert.deepEqual(it.journal.fields, FIELDS);
  it.pass(2_000);
  assert.equal(it.sent[0].version, 1);
});
