// Writing on a page that saves by itself, in a real Chromium, when all is well and when it is not.

import assert from 'node:assert/strict';

import { OWNER } from './support/desk-server.mjs';
import { FIELDS, scene, useRoom } from './support/writer.mjs';

const room = useRoom();

scene('What is typed saves itself after a pause, and the line says when', room, async (writer, server) => {
  await writer.opens();
  await writer.types('body', ' More.');
  await writer.isTold('Not saved yet');
  await writer.isSaved();
  assert.equal(server.store().fields.body, `${FIELDS.body} More.`);
  assert.equal(server.store().lastReason, 'autosave');
  assert.equal(await writer.page.locator('[name=version]').inputValue(), '2');
  assert.deepEqual(await writer.journal(), [], 'what is stored leaves the machine');
});

scene('The key and the button save at once, without leaving the page', room, async (writer, server) => {
  await writer.opens();
  await writer.types('title', ' again');
  await writer.savesByKey();
  await writer.isSaved();
  assert.equal(server.store().fields.title, 'Growth again');
  assert.equal(server.store().lastReason, 'manual');
  assert.equal(await writer.page.locator('[data-heading]').innerText(), 'Growth again');
  await writer.types('title', '!');
  await writer.button('Save').click();
  await writer.until(() => server.store().fields.title === 'Growth again!', 'the button saves');
  assert.deepEqual(server.forms, []);
  await writer.savesByKey();
  assert.equal(server.count('draft'), 2, 'nothing is sent when nothing changed');
});

scene('Something new gets its address with the first save', room, async (writer, server) => {
  await writer.opens('new');
  assert.equal(await writer.page.evaluate(() => document.activeElement.name), 'title');
  await writer.page.keyboard.type('First words');
  await writer.savesByKey();
  await writer.until(() => writer.page.url().endsWith('/admin/articles/fresh/edit'), 'the address changes');
  assert.equal(server.requests.find(({ kind }) => kind === 'draft').version, 0);
  assert.equal(server.store('fresh').fields.title, 'First words');
});

scene('A lost connection is said, and what was typed is saved when it is back', room, async (writer, server) => {
  await writer.opens();
  await writer.context.setOffline(true);
  await writer.types('body', ' On the train.');
  await writer.isTold('Not saved: no connection. Kept on this machine.');
  await writer.types('body', ' In the tunnel.');
  await writer.until(async () => (await writer.journal())[0]?.fields.body.endsWith('In the tunnel.'), 'the journal has it');
  await writer.context.setOffline(false);
  await writer.isSaved();
  await writer.until(() => server.store().fields.body.endsWith(' On the train. In the tunnel.'), 'all of it is stored');
  assert.deepEqual(await writer.journal(), []);
});

scene('What a lost page held is offered with its difference, and goes on from there', room, async (writer, server) => {
  await writer.opens();
  await writer.loses('body', ' Unsaved words.');
  await writer.opens();
  const offer = writer.page.locator('[data-offer]');
  await offer.waitFor();
  assert.equal(await writer.field('body').inputValue(), FIELDS.body, 'nothing is put back unasked');
  assert.equal(await offer.locator('ins').innerText(), ' Unsaved words.');
  assert.match(await offer.innerText(), /was not saved \(\d\d:\d\d\)/);
  await writer.button('Restore it').click();
  assert.equal(await writer.field('body').inputValue(), `${FIELDS.body} Unsaved words.`);
  await writer.isSaved();
  assert.equal(server.store().fields.body, `${FIELDS.body} Unsaved words.`);
  await writer.until(async () => (await writer.journal()).length === 0, 'the journal is empty');
});

scene('Whoever keeps the saved text finds the other one among the revisions', room, async (writer, server) => {
  await writer.opens();
  await writer.loses('body', ' Thrown away.');
  await writer.opens();
  await writer.button('Keep the saved text').click();
  await writer.until(() => server.store().holds('Thrown away.'), 'it is a revision');
  await writer.page.locator('[data-offer]').waitFor({ state: 'detached' });
  assert.equal(server.store().fields.body, FIELDS.body);
  assert.equal(await writer.field('body').inputValue(), FIELDS.body);
  assert.deepEqual(await writer.journal(), []);
});

scene('What is decided later is offered again, and merged with what was saved since', room, async (writer, server) => {
  await writer.opens();
  await writer.loses('body', '\n\nFrom the lost page.');
  server.store().saveElsewhere({ title: 'Renamed since' });
  await writer.opens();
  await writer.button('Decide later').click();
  await writer.page.reload();
  await writer.isNoted('Another text was saved since');
  await writer.button('Restore it').click();
  await writer.isNoted('Your text from before is back, merged');
  assert.equal(await writer.field('title').inputValue(), 'Renamed since');
  assert.equal(await writer.field('body').inputValue(), `${FIELDS.body}\n\nFrom the lost page.`);
  assert.deepEqual(server.store().fields, { ...FIELDS, title: 'Renamed since', body: `${FIELDS.body}\n\nFrom the lost page.` });
});

scene('Words of something new that was never stored are offered on the next new page', room, async (writer) => {
  await writer.opens('new');
  await writer.loses('title', 'Half a thought');
  await writer.opens('new');
  await writer.button('Restore it').click();
  assert.equal(await writer.field('title').inputValue(), 'Half a thought');
});

scene('A text that is open in another tab is not offered, and neither overwrites the other', room, async (writer, server) => {
  await writer.opens();
  await writer.context.setOffline(true);
  await writer.types('title', ' in the first tab');
  await writer.until(async () => (await writer.journal()).length === 1, 'the journal has it');
  await writer.context.setOffline(false);
  server.next('draft', 'hold');
  await writer.openTab();
  await writer.opens();
  await writer.types('body', '\n\nIn the second tab');
  await writer.until(async () => (await writer.journal()).length === 2, 'each tab has its own');
  assert.equal(await writer.page.locator('[data-offer]').count(), 0);
  server.release();
  await writer.until(() => server.store().holds('in the first tab') && server.store().holds('In the second tab'), 'both are stored');
  await writer.until(() => server.store().fields.title.endsWith('first tab') && server.store().fields.body.endsWith('second tab'), 'as one text');
});

scene('Signed out, one signs in where one is, and the save is sent again', room, async (writer, server) => {
  await writer.opens();
  server.isSignedIn = false;
  await writer.types('body', ' Written for long.');
  await writer.isTold('Signed out: not saved. Kept on this machine.');
  const dialog = writer.page.getByRole('dialog', { name: 'You were signed out' });
  await dialog.waitFor();
  assert.equal(await writer.page.evaluate(() => document.activeElement.name), 'body', 'the keyboard stays where it was');
  await writer.page.keyboard.type(' And on.');
  await writer.button('Sign in').first().click();
  assert.equal(await writer.page.evaluate(() => document.activeElement.name), 'password', 'the address is known');
  await dialog.getByLabel('Password').fill('wrong');
  await writer.page.keyboard.press('Enter');
  await dialog.getByText('E-mail address or password is wrong.').waitFor();
  await dialog.getByLabel('Password').fill(OWNER.password);
  await writer.page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await writer.until(() => server.store().fields.body.endsWith(' Written for long. And on.'), 'all of it is stored');
  const [first, again] = server.requests.filter(({ kind }) => kind === 'draft');
  assert.equal(first.key, again.key, 'the same request, sent again');
});

scene('What others saved elsewhere is merged, and said', room, async (writer, server) => {
  await writer.opens();
  server.store().saveElsewhere({ title: 'Their title' });
  await writer.types('body', '\n\nMy paragraph.');
  await writer.isNoted('Merged with what was saved at');
  assert.equal(await writer.field('title').inputValue(), 'Their title');
  assert.equal(await writer.field('body').inputValue(), `${FIELDS.body}\n\nMy paragraph.`);
  const caret = await writer.field('body').evaluate((field) => [field.selectionStart, field.value.length, field === document.activeElement]);
  assert.deepEqual(caret, [caret[1], caret[1], true], 'the caret stays');
  assert.equal(server.store().fields.title, 'Their title');
});

for (const [choice, kept, stored] of [
  ['Keep mine', 'Theirs', 'Mine and more'],
  ['Take theirs', 'Mine and more', 'Theirs'],
]) {
  scene(`Two texts that do not fit are shown side by side: ${choice.toLowerCase()}`, room, async (writer, server) => {
    await writer.opens();
    server.store().saveElsewhere({ body: 'Theirs' });
    await writer.field('body').fill('Mine');
    await writer.isTold('Conflict: not saved. Kept on this machine.');
    const panel = writer.page.locator('[data-decision]');
    await panel.getByRole('group', { name: 'Saved meanwhile' }).filter({ hasText: 'Theirs' }).waitFor();
    await writer.types('body', ' and more');
    await panel.getByRole('group', { name: 'Yours' }).filter({ hasText: 'Mine and more' }).waitFor();
    const saves = server.count('draft');
    await writer.button('Publish').click();
    await writer.isNoted('“Publish” was not done');
    assert.equal(server.count('draft'), saves, 'nothing is saved before the decision');
    assert.deepEqual(server.forms, []);
    await writer.button(choice).click();
    await writer.isNoted('is kept as revision');
    assert.equal(await writer.field('body').inputValue(), stored);
    assert.equal(server.store().fields.body, stored);
    assert.ok(server.store().holds(kept));
    await writer.types('body', '!');
    await writer.savesByKey();
    await writer.until(() => server.store().fields.body === `${stored}!`, 'it goes on as before');
  });
}

scene('A text that was deleted elsewhere goes on as a new article', room, async (writer, server) => {
  await writer.opens();
  server.store().isDeleted = true;
  await writer.types('body', ' Not to be lost.');
  await writer.isTold('Deleted elsewhere: not saved. Kept on this machine.');
  await writer.types('body', ' Nor this.');
  await writer.button('Keep it as a new article').click();
  await writer.page.waitForURL(/\/admin\/articles\/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\/edit$/);
  const id = writer.page.url().split('/').at(-2);
  assert.ok(server.store(id).fields.body.endsWith(' Not to be lost. Nor this.'));
  assert.deepEqual(await writer.journal(), []);
});

scene('Publishing waits for the request under way, and takes the newest version with it', room, async (writer, server) => {
  await writer.opens();
  server.next('draft', 'hold');
  await writer.types('title', ' first');
  await writer.savesByKey();
  await writer.isTold('Saving…');
  await writer.types('title', ' second');
  await writer.button('Publish').click();
  assert.deepEqual(server.forms, []);
  await writer.until(() => server.held.length === 1, 'the save is under way');
  server.release();
  await writer.page.getByRole('heading', { name: 'Sent' }).waitFor();
  const [{ place, form }] = server.forms;
  assert.equal(place, '/admin/articles/one');
  assert.equal(form.intent, 'publish');
  assert.equal(form.title, 'Growth first second');
  assert.equal(form.version, String(server.store().version));
  assert.equal(server.store().fields.title, 'Growth first second');
});

scene('What stands beside the form waits as well', room, async (writer, server) => {
  await writer.opens();
  await writer.types('title', '!');
  await writer.page.locator('.drawer__handle').click();
  await writer.button('Duplicate').click();
  await writer.page.getByRole('heading', { name: 'Sent' }).waitFor();
  assert.equal(server.forms[0].place, '/admin/articles/one/copies');
  assert.equal(server.store().fields.title, 'Growth!');
});

scene('Whoever signs out leaves nothing on the machine that is stored', room, async (writer, server) => {
  await writer.opens();
  await writer.types('title', ' to the end');
  await writer.button('Sign out').click();
  await writer.page.getByRole('heading', { name: 'Signed out' }).waitFor();
  assert.equal(server.store().fields.title, 'Growth to the end');
  assert.deepEqual(await writer.journal(), []);
});

scene('Whoever signs out with words that cannot be saved is told, and they are kept', room, async (writer, server) => {
  await writer.opens();
  for (let count = 0; count < 4; count += 1) {
    server.next('draft', 503);
  }
  await writer.types('title', ' unsaved');
  await writer.button('Sign out').click();
  const dialog = writer.page.getByRole('dialog');
  await dialog.filter({ hasText: 'Your last words could not be saved' }).waitFor();
  await writer.button('Stay').click();
  assert.equal(await writer.field('title').inputValue(), 'Growth unsaved');
  await writer.button('Sign out').click();
  await dialog.waitFor();
  writer.page.once('dialog', (question) => question.accept());
  await dialog.getByRole('button', { name: 'Sign out' }).click();
  await writer.page.getByRole('heading', { name: 'Signed out' }).waitFor();
  assert.equal((await writer.journal())[0].fields.title, 'Growth unsaved');
});

scene('A field over its limit is said, and saved once it is mended', room, async (writer, server) => {
  await writer.opens();
  server.next('draft', { status: 422, body: { problems: [{ field: 'title', message: 'At most 160 characters.' }] } });
  await writer.types('title', ' too long');
  await writer.isTold('Not saved. At most 160 characters. Kept on this machine.');
  await writer.field('title').fill('Short');
  await writer.isSaved();
  assert.equal(server.store().fields.title, 'Short');
});

for (const [button, stored, kept] of [
  ['Save mine', 'Mine from the form', 'Theirs'],
  ['Take theirs', 'Theirs', 'Mine from the form'],
]) {
  scene(`A page that shows a conflict is decided without leaving it: ${button.toLowerCase()}`, room, async (writer, server) => {
    server.add('one', { ...FIELDS, body: 'Theirs' });
    server.refused = { ...FIELDS, body: 'Mine from the form' };
    await writer.opens();
    await writer.isTold('Conflict: not saved. Kept on this machine.');
    assert.equal(server.count('draft'), 0);
    await writer.button(button).click();
    await writer.isNoted('is kept as revision');
    assert.equal(await writer.page.locator('[data-page-conflict]').count(), 0);
    assert.equal(await writer.field('body').inputValue(), stored);
    assert.equal(server.store().fields.body, stored);
    assert.ok(server.store().holds(kept));
    assert.deepEqual(server.forms, []);
  });
}

scene('Signing out elsewhere says that a text stays on this machine', room, async (writer) => {
  await writer.opens();
  await writer.loses('body', ' Left behind.');
  await writer.page.goto('/admin/elsewhere');
  await writer.button('Sign out').click();
  const dialog = writer.page.getByRole('dialog');
  await dialog.filter({ hasText: 'One text that was never saved is still on this machine' }).waitFor();
  await dialog.getByRole('button', { name: 'Stay' }).click();
  await writer.button('Sign out').click();
  await dialog.getByRole('button', { name: 'Sign out' }).click();
  await writer.page.getByRole('heading', { name: 'Signed out' }).waitFor();
  assert.equal((await writer.journal()).length, 1, 'and keeps it');
});
