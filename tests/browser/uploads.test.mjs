// Files on their way into the text, and the library in its dialog: what the editor does with whatever the
// site answers, and however long that takes.

import assert from 'node:assert/strict';

import { useEditorPage } from './support/editor-page.mjs';
import { inspect } from './support/inspection.mjs';
import { give } from './support/pictures.mjs';
import { scene } from './support/stage.mjs';

const stand = useEditorPage();
const WAYS = [['The editor', false], ['The plain field', true]];

const idOf = (number) => `0192bbbb-0000-7000-8000-${String(number).padStart(12, '0')}`;

function item(number, more = {}) {
  const id = idOf(number);
  return {
    id, name: `picture-${number}.png`, kind: 'picture', alt: '', is_decorative: false, focal: { x: 50, y: 50 }, width: 40, height: 30,
    thumbnail: '/assets/img/favicon.svg', address: `/files/picture-${number}.png`, reference: `plinth:${id}`, is_new: true, edit_href: `/admin/media/${id}/edit`, version: 1, ...more,
  };
}

/** The library behind the page: each upload waits until it is answered. */
async function library(writer, items = []) {
  const waiting = new Map();
  const asked = [];
  await writer.page.route('**/admin/media', (route) => {
    const name = /filename="([^"]*)"/.exec(route.request().postDataBuffer().toString('latin1'))[1];
    waiting.set(name, [...(waiting.get(name) ?? []), route]);
  });
  await writer.page.route('**/admin/media/picker?*', (route) => {
    const { searchParams } = new URL(route.request().url());
    asked.push(Object.fromEntries(searchParams));
    const [q, kind] = ['q', 'kind'].map((name) => searchParams.get(name));
    const found = items.filter((one) => one.name.includes(q) && (!kind || one.kind === kind));
    return route.fulfill({ json: { items: found, next: null } });
  });
  const next = async (name) => {
    await writer.person.until(() => waiting.get(name)?.length > 0, `${name} is sent`);
    return waiting.get(name).shift();
  };
  return {
    asked,
    isSent: (name) => (waiting.get(name)?.length ?? 0) > 0,
    takes: async (name, one) => (await next(name)).fulfill({ json: { results: [{ name, item: one }] } }),
    refuses: async (name, error, status = 422) => (await next(name)).fulfill({ status, json: status === 401 ? { error: 'sign-in' } : { results: [{ name, error, status }] } }),
    fails: async (name) => (await next(name)).abort('connectionfailed'),
  };
}

const lines = (writer) => writer.page.getByRole('region', { name: 'Uploads' }).getByRole('listitem');
const place = (writer) => writer.person.text();

for (const [where, plain] of WAYS) {
  scene(`${where} takes a pasted picture, shows how far it is, and leaves the caret where its words go`, stand, async () => {
    const writer = await stand.writer({ text: 'One.', plain });
    const site = await library(writer);
    await place(writer).focus();
    await writer.press('Control+End');
    await give(place(writer), 'paste', [{ name: 'harbour.png' }]);
    await lines(writer).filter({ hasText: 'harbour.png' }).waitFor();
    await writer.page.getByRole('progressbar', { name: 'Upload of harbour.png' }).waitFor();
    assert.equal(await writer.text(), 'One.', 'what is on its way is no part of the text');
    await site.takes('harbour.png', item(1));
    await writer.holds(`One.\n\n![](plinth:${idOf(1)})`);
    await writer.type('A harbour');
    await writer.holds(`One.\n\n![A harbour](plinth:${idOf(1)})`);
    assert.equal(await lines(writer).count(), 0);
    await writer.person.sees(/Write between the brackets/);
  });

  scene(`${where} keeps the places of several pictures, and the caret of whoever types on`, stand, async () => {
    const writer = await stand.writer({ text: 'First.\n\n\n\nLast.', plain });
    const site = await library(writer);
    await place(writer).focus();
    await writer.press('Control+Home', 'ArrowDown', 'ArrowDown');
    await give(place(writer), 'paste', [{ name: 'a.png' }, { name: 'b.png' }]);
    await writer.press('Control+End');
    await writer.type(' More');
    await site.takes('b.png', item(2));
    await writer.holds(`First.\n\n![](plinth:${idOf(2)})\n\nLast. More`);
    await writer.type(' words');
    await writer.press('Control+Home');
    await writer.type('Very ');
    await site.takes('a.png', item(1));
    await writer.holds(`Very First.\n\n![](plinth:${idOf(1)})\n\n![](plinth:${idOf(2)})\n\nLast. More words`);
    await writer.type('much ');
    await writer.holds(`Very much First.\n\n![](plinth:${idOf(1)})\n\n![](plinth:${idOf(2)})\n\nLast. More words`);
  });

  scene(`${where} says why a picture was not taken, keeps the text, and tries again`, stand, async () => {
    const writer = await stand.writer({ text: 'Kept words.', plain });
    writer.person.allowAnswers(422);
    const site = await library(writer);
    await place(writer).focus();
    await writer.press('Control+End');
    await give(place(writer), 'drop', [{ name: 'bomb.png' }]);
    await site.refuses('bomb.png', 'This picture has too many pixels.');
    await lines(writer).filter({ hasText: 'This picture has too many pixels.' }).waitFor();
    assert.equal(await writer.text(), 'Kept words.');
    await writer.page.getByRole('button', { name: 'Try again: bomb.png' }).click();
    await site.takes('bomb.png', item(3, { alt: 'A [small] bomb' }));
    await writer.person.until(async () => (await writer.text()).includes(`![A \\[small\\] bomb](plinth:${idOf(3)})`), 'the words of the library are in the text');
    assert.match(await writer.text(), /Kept words\./);
  });

  scene(`${where} gives an upload up when it is told to`, stand, async () => {
    const writer = await stand.writer({ text: 'Words.', plain });
    const site = await library(writer);
    await place(writer).focus();
    await give(place(writer), 'paste', [{ name: 'slow.png' }]);
    await writer.page.getByRole('button', { name: 'Cancel: slow.png' }).click();
    await lines(writer).first().waitFor({ state: 'detached' });
    await site.takes('slow.png', item(4)).catch(() => {});
    await give(place(writer), 'paste', [{ name: 'next.png' }]);
    await site.takes('next.png', item(5));
    await writer.person.until(async () => (await writer.text()).includes(idOf(5)), 'the next one is there');
    assert.doesNotMatch(await writer.text(), new RegExp(idOf(4)));
  });

  scene(`${where} sends again what a lost connection held up, once it is back`, stand, async () => {
    const writer = await stand.writer({ text: 'Words.', plain });
    writer.person.allowLostConnections();
    const site = await library(writer);
    await place(writer).focus();
    await writer.press('Control+End');
    await give(place(writer), 'paste', [{ name: 'far.png' }]);
    await site.fails('far.png');
    await lines(writer).filter({ hasText: 'cannot be reached' }).waitFor();
    await writer.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await site.takes('far.png', item(6));
    await writer.holds(`Words.\n\n![](plinth:${idOf(6)})`);
  });

  scene(`${where} does not leave the page while a picture is on its way, and says so`, stand, async () => {
    const writer = await stand.writer({ text: 'Words.', plain });
    const site = await library(writer);
    await place(writer).focus();
    await writer.press('Control+End');
    await give(place(writer), 'paste', [{ name: 'a.png' }]);
    await writer.page.locator('#the-form').evaluate((form) => form.requestSubmit());
    await writer.person.sees('A file is still on its way. Wait until it is there, or cancel it.');
    assert.equal(stand.submitted, null);
    await site.takes('a.png', item(1));
    await writer.person.until(async () => (await writer.text()).includes(idOf(1)), 'it is there');
    await writer.person.follow(writer.page.getByRole('button', { name: 'Save' }));
    assert.match(stand.submitted, new RegExp(idOf(1)));
  });

  scene(`${where} opens the library by key; the arrow keys choose, Enter takes, Escape gives the focus back`, stand, async () => {
    const writer = await stand.writer({ text: 'Words.', plain });
    await library(writer, [item(1), item(2, { alt: 'Two boats' }), item(3, { kind: 'download', name: 'cv.pdf', thumbnail: null })]);
    await place(writer).focus();
    await writer.press('Control+End', 'Control+Shift+L');
    const dialog = writer.page.getByRole('dialog', { name: 'Choose from the library' });
    await dialog.getByRole('option').nth(2).waitFor();
    await writer.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.ok(await place(writer).evaluate((element) => element === document.activeElement), 'the focus is back');
    await writer.press('Control+Shift+L');
    await dialog.getByRole('option').nth(2).waitFor();
    await writer.press('ArrowDown', 'ArrowRight');
    const [chosen] = [dialog.getByRole('option', { selected: true })];
    assert.match(await chosen.innerText(), /Two boats/);
    await writer.press('Enter');
    await writer.holds(`Words.\n\n![Two boats](plinth:${idOf(2)})`);
    await writer.type(' See ');
    await writer.press('Control+Shift+L');
    await writer.type('cv');
    await writer.person.until(async () => (await dialog.getByRole('option').count()) === 1, 'the search is answered');
    await writer.press('Enter');
    await writer.holds(`Words.\n\n![Two boats](plinth:${idOf(2)}) See [cv.pdf](plinth:${idOf(3)})`);
  });

  scene(`${where} can be used by everybody while files are on their way and while the library is open`, stand, async () => {
    const writer = await stand.writer({ text: 'Words.', plain });
    writer.person.allowAnswers(422);
    const site = await library(writer, [item(1), item(2, { alt: 'Two boats' }), item(3, { kind: 'download', name: 'cv.pdf', thumbnail: null })]);
    await place(writer).focus();
    await give(place(writer), 'paste', [{ name: 'slow.png' }, { name: 'bomb.png' }]);
    await site.refuses('bomb.png', 'This picture has too many pixels.');
    await lines(writer).filter({ hasText: 'too many' }).waitFor();
    await inspect(writer.person, `${where} with uploads`);
    await place(writer).focus();
    await writer.press('Control+Shift+L');
    await writer.page.getByRole('option').nth(2).waitFor();
    await inspect(writer.person, `${where} with the library`);
    await writer.press('Escape');
    await site.takes('slow.png', item(1));
    await lines(writer).filter({ hasText: 'slow.png' }).waitFor({ state: 'detached' });
  });
}

scene('Undoing takes a picture out again and never shows what was only on its way', stand, async () => {
  const writer = await stand.writer({ text: 'Words.' });
  const site = await library(writer);
  await writer.goToEnd();
  await give(writer.editor, 'paste', [{ name: 'a.png' }]);
  await writer.page.locator('.md-upload').filter({ hasText: 'a.png' }).waitFor();
  await site.takes('a.png', item(1));
  await writer.holds(`Words.\n\n![](plinth:${idOf(1)})`);
  assert.equal(await writer.page.locator('.md-upload').count(), 0);
  await writer.press('Control+z');
  await writer.holds('Words.');
});

scene('A change of the field takes along what is on its way', stand, async () => {
  const writer = await stand.writer({ text: 'One.\n\n\n\nTwo.' });
  const site = await library(writer);
  await writer.editor.focus();
  await writer.press('Control+Home', 'ArrowDown', 'ArrowDown');
  await give(writer.editor, 'paste', [{ name: 'a.png' }, { name: 'b.png' }]);
  await writer.page.getByRole('button', { name: 'Plain field' }).click();
  await writer.page.locator('textarea:visible').waitFor();
  await site.takes('a.png', item(1));
  await writer.holds(`One.\n\n![](plinth:${idOf(1)})\n\nTwo.`);
  await writer.page.getByRole('button', { name: 'Full editor' }).click();
  await writer.page.locator('.md-upload').filter({ hasText: 'b.png' }).waitFor();
  await site.takes('b.png', item(2));
  await writer.holds(`One.\n\n![](plinth:${idOf(1)})\n\n![](plinth:${idOf(2)})\n\nTwo.`);
});

scene('What others write into the field meanwhile leaves a picture its place', stand, async () => {
  const writer = await stand.writer({ text: 'One.\n\n\n\nTwo.' });
  const site = await library(writer);
  await writer.editor.focus();
  await writer.press('Control+Home', 'ArrowDown', 'ArrowDown');
  await give(writer.editor, 'paste', [{ name: 'a.png' }]);
  await writer.replace('Zero.\n\nOne.\n\n\n\nTwo and a half.');
  await site.takes('a.png', item(1));
  await writer.holds(`Zero.\n\nOne.\n\n![](plinth:${idOf(1)})\n\nTwo and a half.`);
});

scene('Formatted words are pasted as before, and pictures in them stay where they are', stand, async () => {
  const writer = await stand.writer({ text: '' });
  await library(writer);
  await writer.editor.focus();
  await writer.paste({ 'text/html': '<p>See <b>this</b> <img src="https://elsewhere.example/a.png" alt="A">.</p>', 'text/plain': 'See this.' });
  await writer.holds('See **this** ![A](https://elsewhere.example/a.png).');
});

scene('The library in its dialog takes a file and offers it first', stand, async () => {
  const writer = await stand.writer({ text: '' });
  const site = await library(writer, [item(1)]);
  await writer.editor.focus();
  await writer.press('Control+Shift+L');
  const dialog = writer.page.getByRole('dialog', { name: 'Choose from the library' });
  await dialog.getByRole('option').first().waitFor();
  const chooser = writer.page.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Upload…' }).click();
  await (await chooser).setFiles({ name: 'new.png', mimeType: 'image/png', buffer: Buffer.from('new') });
  await site.takes('new.png', item(7, { name: 'new.png' }));
  await writer.person.until(async () => (await dialog.getByRole('option').count()) === 2, 'it is offered');
  await writer.press('Enter');
  await writer.holds(`![](plinth:${idOf(7)})`);
});
