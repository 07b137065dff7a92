// What stands around the text that the owner writes: the tools, find and replace, the pages of the site,
// the list of keys, and the way to the plain field and back.

import assert from 'node:assert/strict';

import { PAGES, useEditorPage } from './support/editor-page.mjs';
import { inspect } from './support/inspection.mjs';
import { scene } from './support/stage.mjs';

const stand = useEditorPage();
const [INTERFACE, QUEUES, REVIEW] = PAGES;

scene('The toolbar is one stop of the Tab key and goes on by the arrow keys', stand, async () => {
  const writer = await stand.writer({ text: 'word' });
  const bar = writer.page.getByRole('toolbar', { name: 'Formatting' });
  const focused = () => writer.page.evaluate(() => document.activeElement.getAttribute('aria-label'));
  await writer.selectAll();
  await writer.press('Shift+Tab');
  assert.equal(await focused(), 'Bold');
  await writer.press('ArrowRight');
  assert.equal(await focused(), 'Italic');
  await writer.press('Enter');
  assert.equal(await writer.text(), '*word*');
  assert.equal(await bar.getByRole('button', { name: 'Italic' }).getAttribute('aria-pressed'), 'true');
  await writer.press('Home', 'Enter');
  assert.equal(await writer.text(), '***word***');
  await writer.press('End');
  assert.equal(await focused(), 'Find and replace');
  await writer.press('ArrowRight', 'Tab');
  await writer.type('!');
  assert.match(await writer.text(), /!/, 'Tab goes on into the text');
  await writer.page.getByLabel('Title').focus();
  await writer.press('Tab');
  assert.equal(await focused(), 'Bold', 'the row remembers where one was');

  await writer.replace('word');
  await writer.selectAll();
  await writer.press('Shift+Tab', 'End', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'Enter');
  await writer.type('https://example.org');
  assert.equal(await writer.text(), '[word](https://example.org)', 'a link waits for its address');
});

scene('A press on a tool leaves the caret and the selection in the text', stand, async () => {
  const writer = await stand.writer({ text: 'one word' });
  await writer.goToEnd();
  await writer.press('Control+Shift+ArrowLeft');
  const bold = writer.page.getByRole('button', { name: 'Bold' });
  await bold.click();
  assert.equal(await writer.text(), 'one **word**');
  assert.equal(await bold.getAttribute('aria-pressed'), 'true');
  await writer.type('thing');
  assert.equal(await writer.text(), 'one **thing**');
});

scene('Find and replace counts, steps, replaces and gives the focus back', stand, async () => {
  const writer = await stand.writer({ text: 'Queue, queue and queues.\n\nA Queue.' });
  const { page } = writer;
  await writer.editor.focus();
  await writer.press('Control+Home', 'Control+f');
  const panel = page.getByRole('search', { name: 'Find and replace' });
  await writer.type('queue');
  const says = (words) => panel.getByRole('status').filter({ hasText: words }).waitFor();
  await says('4 found');
  await writer.press('Enter');
  await says('1 of 4');
  await writer.press('Enter');
  await says('2 of 4');
  await panel.getByLabel('Match case').check();
  await says('1 of 2');
  await panel.getByLabel('Whole words').check();
  await says('1 of 1');
  await panel.getByLabel('Whole words').uncheck();
  await writer.press('Control+Alt+f');
  assert.ok(await panel.getByLabel('Replace with').evaluate((field) => field === document.activeElement));
  await writer.type('row');
  await writer.press('Enter');
  assert.equal(await writer.text(), 'Queue, row and queues.\n\nA Queue.');
  await panel.getByRole('button', { name: 'Replace all' }).click();
  assert.equal(await writer.text(), 'Queue, row and rows.\n\nA Queue.');
  await panel.getByLabel('Find', { exact: true }).fill('nowhere');
  await says('Nothing found');
  await inspect(writer.person, 'the editor with its panel open');
  await writer.press('Escape');
  assert.equal(await panel.count(), 0);
  assert.ok(await writer.editor.evaluate((element) => element === document.activeElement));
  assert.equal(stand.submitted, null, 'Enter in the panel did not send the form');
});

scene('Nothing of the panels is sent with the form, and nothing typed there counts as a change', stand, async () => {
  const writer = await stand.writer({ text: 'word' });
  await writer.page.evaluate(() => {
    window.told = 0;
    document.querySelector('#the-form').addEventListener('input', () => (window.told += 1));
  });
  await writer.editor.focus();
  await writer.press('Control+f');
  await writer.type('abc');
  await writer.press('Escape', 'Control+End', 'Control+Shift+K');
  await writer.page.getByRole('combobox').fill('arch');
  const names = await writer.page.evaluate(() => [...new FormData(document.querySelector('#the-form')).keys()]);
  assert.deepEqual(names, ['title', 'body']);
  assert.equal(await writer.page.evaluate(() => window.told), 0);
});

scene('Two brackets find a page of the site, and its title stands where its id is', stand, async () => {
  const writer = await stand.writer({ text: 'See ' });
  const { page } = writer;
  await writer.goToEnd();
  await writer.type('[[');
  const field = page.getByRole('combobox', { name: 'Title of the page' });
  await page.getByRole('option').nth(2).waitFor();
  await inspect(writer.person, 'the editor with the list of pages');
  await writer.type('queues');
  await writer.person.until(async () => (await page.getByRole('option').count()) === 1, 'one page is left');
  assert.equal(await field.getAttribute('aria-expanded'), 'true');
  const active = await field.getAttribute('aria-activedescendant');
  assert.match(await page.locator(`[id="${active}"]`).innerText(), /Queues \[and why\]\s+Article · draft/);
  await writer.press('Enter');
  assert.equal(await writer.text(), `See [Queues \\[and why\\]](plinth:${QUEUES.id})`);
  await writer.type('.');
  assert.equal(await writer.text(), `See [Queues \\[and why\\]](plinth:${QUEUES.id}).`);
  assert.equal(await page.locator('.md-target').innerText(), 'Queues [and why]');
  await writer.press('ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'Backspace');
  assert.match(await writer.text(), /\]plinth:/, 'the caret goes over an address in one step');
});

scene('Selected words stay the words of a link, arrows choose, and Escape leaves all as it was', stand, async () => {
  const writer = await stand.writer({ text: 'a review' });
  const { page } = writer;
  await writer.selectAll();
  await writer.press('Control+Shift+K');
  const field = page.getByRole('combobox');
  await page.getByText('No page has such a title.').waitFor();
  await field.fill('');
  await page.getByRole('option').nth(2).waitFor();
  await writer.press('ArrowUp');
  assert.equal(await page.getByRole('option', { selected: true }).locator('.picker__title').innerText(), REVIEW.title);
  await writer.press('Enter');
  assert.equal(await writer.text(), `[a review](plinth:${REVIEW.id})`);

  await writer.replace('');
  await writer.type('[[');
  await page.getByRole('option').first().waitFor();
  await writer.press('Escape');
  assert.equal(await page.getByRole('combobox').count(), 0);
  await writer.type('x');
  assert.equal(await writer.text(), '[[x');

  await writer.replace('`code `');
  await writer.press('Control+Home', 'ArrowRight');
  await writer.type('[[');
  assert.equal(await page.getByRole('combobox').count(), 0, 'code is left alone');

  await page.getByRole('button', { name: /^Page/ }).click();
  assert.equal(await page.getByRole('combobox').count(), 0);
  await writer.replace('');
  await page.getByRole('button', { name: /^Page/ }).click();
  await page.getByRole('option', { name: /What lies/ }).click();
  assert.equal(await writer.text(), `[${INTERFACE.title}](plinth:${INTERFACE.id})`);
});

scene('Links to pages that were there before show their titles, and unknown ones a short id', stand, async () => {
  const unknown = '0192bbbb-0000-7000-8000-000000000009';
  const writer = await stand.writer({ text: `[a](plinth:${INTERFACE.id}#part) [b](plinth:${unknown}) [c](plinth:nothing)` });
  const targets = writer.page.locator('.md-target');
  await targets.filter({ hasText: `${INTERFACE.title} #part` }).waitFor();
  assert.equal(await targets.nth(1).innerText(), 'page 0192bbbb…');
  assert.equal(await targets.count(), 2);
});

scene('In a page from right to left the toolbar is walked the other way', stand, async () => {
  const writer = await stand.writer({ text: 'word', direction: 'rtl' });
  await writer.page.getByRole('button', { name: 'Bold' }).focus();
  await writer.press('ArrowLeft');
  assert.match(await writer.page.evaluate(() => document.activeElement.getAttribute('aria-label')), /Italic/);
});

scene('The list of keys opens by ? outside of text, by Ctrl+/ inside, and by its button', stand, async () => {
  const writer = await stand.writer({ text: 'word' });
  const { page } = writer;
  const list = page.getByRole('dialog', { name: 'Keys' });
  await writer.goToEnd();
  await writer.type('?');
  assert.equal(await writer.text(), 'word?');
  assert.equal(await list.count(), 0);
  await writer.press('Control+/');
  await list.getByText('Find and replace').waitFor();
  await inspect(writer.person, 'the list of keys');
  await writer.press('Escape');
  await writer.type('!');
  assert.equal(await writer.text(), 'word?!', 'the focus is back in the text');
  await page.getByRole('button', { name: 'Save' }).focus();
  await writer.press('?');
  await list.waitFor();
  await list.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Keys' }).click();
  await list.waitFor();
});

scene('The plain field is chosen and left again without losing a word, and the choice is kept', stand, async () => {
  const writer = await stand.writer({ text: 'Begun.' });
  const { page } = writer;
  await writer.goToEnd();
  await writer.type(' More.');
  await page.getByRole('button', { name: 'Plain field' }).click();
  await writer.person.until(async () => stand.choices.length === 1, 'the choice was sent');
  assert.deepEqual(stand.choices, ['true']);
  assert.equal(await page.locator('.cm-editor').count(), 0);
  assert.equal(await page.getByLabel('Text').inputValue(), 'Begun. More.');
  await page.getByLabel('Text').fill('In the plain field.');
  await page.getByText('4 words · 1 min read').waitFor();
  await page.getByRole('button', { name: 'Full editor' }).click();
  await writer.editor.getByText('In the plain field.').waitFor();
  await writer.person.until(async () => stand.choices.length === 2, 'the other choice was sent');
  assert.deepEqual(stand.choices, ['true', 'false']);
  await writer.goToEnd();
  await writer.type(' And on.');
  assert.equal(await writer.text(), 'In the plain field. And on.');
});

scene('Whoever chose the plain field loads nothing else until they ask for it', stand, async () => {
  const asked = [];
  const writer = await stand.writer({ text: 'Plain.', plain: true });
  const { page } = writer;
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await writer.person.reload();
  await page.getByText('1 word · 1 min read').waitFor();
  assert.ok(!asked.includes('/assets/js/markdown-editor.js'), asked.join(' '));
  await inspect(writer.person, 'the plain field');
  await page.getByLabel('Text').fill('Plain words.');
  await page.getByRole('button', { name: 'Full editor' }).click();
  await writer.editor.getByText('Plain words.').waitFor();
});

scene('Where the editor was not built the plain field offers no choice, and without scripts it is a field', stand, async () => {
  const writer = await stand.writer({ text: 'Plain.', built: false });
  await writer.page.getByText('1 word · 1 min read').waitFor();
  assert.equal(await writer.page.getByRole('button', { name: 'Full editor' }).count(), 0);
  const other = await stand.writer({ text: 'Plain.', script: false });
  await other.page.getByLabel('Text').fill('By hand.');
  await other.page.getByRole('button', { name: 'Save' }).click();
  await other.page.getByRole('heading', { name: 'Elsewhere' }).waitFor();
  assert.equal(stand.submitted, 'By hand.');
});

scene('On a phone that is touched the tools are big enough, and a tap on one formats', stand, async () => {
  const writer = await stand.writer({ text: 'word', width: 360, touch: true });
  const bold = writer.page.getByRole('button', { name: 'Bold' });
  const { width, height } = await bold.boundingBox();
  assert.ok(width >= 44 && height >= 44, `${width} by ${height}`);
  await writer.editor.tap();
  await bold.tap();
  assert.equal(await writer.text(), '**word**');
});
