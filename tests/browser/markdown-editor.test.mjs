// The field in which the owner writes: what it does for whoever writes, and that the plain field under it
// always holds what will be saved.

import assert from 'node:assert/strict';

import { PAGES, useEditorPage } from './support/editor-page.mjs';
import { inspect } from './support/inspection.mjs';
import { scene } from './support/stage.mjs';

const stand = useEditorPage();
const [INTERFACE] = PAGES;

scene('Every character that is typed is in the field at once, and is told to the page', stand, async () => {
  const writer = await stand.writer({ text: 'Begun.' });
  await writer.page.evaluate(() => {
    window.told = [];
    document.querySelector('#the-form').addEventListener('input', (event) => {
      window.told.push([event.target.id, document.querySelector('#field-body').value]);
    });
  });
  await writer.goToEnd();
  await writer.type(' ab');
  assert.equal(await writer.text(), 'Begun. ab');
  assert.deepEqual(await writer.page.evaluate(() => window.told), [
    ['field-body', 'Begun. '],
    ['field-body', 'Begun. a'],
    ['field-body', 'Begun. ab'],
  ]);
  await writer.page.getByRole('button', { name: 'Save' }).click();
  await writer.page.getByRole('heading', { name: 'Elsewhere' }).waitFor();
  assert.equal(stand.submitted, 'Begun. ab');
});

scene('The editor has the name, the help and the state of the field, and takes its focus', stand, async () => {
  const writer = await stand.writer({ text: 'Words.', attributes: ' aria-invalid="true" required' });
  const box = writer.page.getByRole('textbox', { name: 'Text' });
  assert.equal(await box.getAttribute('aria-describedby'), 'help-body');
  assert.equal(await box.getAttribute('aria-invalid'), 'true');
  assert.equal(await box.getAttribute('aria-required'), 'true');
  assert.equal(await box.getAttribute('spellcheck'), 'true');
  assert.equal(await writer.field.isVisible(), false);
  const hasFocus = () => box.evaluate((element) => element === document.activeElement);
  await writer.page.getByText('Text', { exact: true }).click();
  assert.ok(await hasFocus(), 'the label leads to the editor');
  await writer.page.getByLabel('Title').focus();
  await writer.field.evaluate((field) => field.focus());
  assert.ok(await hasFocus(), 'scripts that give the field the focus mean the editor');
  await writer.field.evaluate((field) => field.removeAttribute('aria-invalid'));
  await writer.person.until(async () => (await box.getAttribute('aria-invalid')) === null, 'the editor is no longer wrong');
});

scene('Enter carries lists and quotations on, and ends them on an empty item', stand, async () => {
  const writer = await stand.writer();
  for (const [begin, more, expected] of [
    ['- one', 'two', '- one\n- two\nend'],
    ['1. one', 'two', '1. one\n2. two\nend'],
    ['- [x] one', 'two', '- [x] one\n- [ ] two\nend'],
  ]) {
    await writer.selectAll();
    await writer.press('Delete');
    await writer.type(begin);
    await writer.press('Enter');
    await writer.type(more);
    await writer.press('Enter', 'Enter');
    await writer.type('end');
    const held = await writer.text();
    assert.equal(held.replaceAll(/\n+end$/g, '\nend'), expected, begin);
  }
  // In a quotation an empty line is a new paragraph, and a second one its end.
  await writer.replace('> one');
  await writer.press('Control+End', 'Enter');
  await writer.type('two');
  await writer.press('Enter', 'Enter', 'Enter');
  await writer.type('end');
  assert.match(await writer.text(), /^> one\n> two\n+end$/);
});

scene('The keys for bold, italic, code, links and headings put their marks on and take them off', stand, async () => {
  const writer = await stand.writer();
  const begin = async (text) => {
    await writer.replace(text);
    await writer.selectAll();
  };
  for (const [key, text, marked] of [
    ['Control+b', 'two words', '**two words**'],
    ['Control+i', 'two words', '*two words*'],
    ['Control+e', 'two words', '`two words`'],
    ['Control+b', '- one\n- two', '- **one**\n- **two**'],
    ['Control+e', 'one\ntwo', '```\none\ntwo\n```'],
    ['Control+Alt+2', 'one', '## one'],
    ['Control+Alt+3', 'one', '### one'],
    ['Control+Alt+2', '> one', '> ## one'],
  ]) {
    await begin(text);
    await writer.press(key);
    assert.equal(await writer.text(), marked, `${key} on ${text}`);
    await writer.press(key);
    assert.equal(await writer.text(), text, `${key} again on ${marked}`);
  }

  // Without a selection it is the word of the caret, and in an empty place what is typed next.
  await writer.replace('some words');
  await writer.goToEnd();
  await writer.press('Control+b');
  assert.equal(await writer.text(), 'some **words**');
  await writer.press('Control+b', 'Space', 'Control+i');
  await writer.type('slanted');
  assert.equal(await writer.text(), 'some words *slanted*');

  await begin('the manual');
  await writer.press('Control+k');
  await writer.type('https://example.org');
  assert.equal(await writer.text(), '[the manual](https://example.org)');
  await writer.press('Control+k');
  assert.equal(await writer.text(), 'the manual');

  await begin('## other');
  await writer.press('Control+Alt+3');
  assert.equal(await writer.text(), '### other', 'a heading changes its level in one step');
});

scene('Tab and Shift Tab leave the text and change nothing in it', stand, async () => {
  const writer = await stand.writer({ text: 'word' });
  await writer.goToEnd();
  await writer.press('Tab');
  assert.equal(await writer.page.evaluate(() => document.activeElement.textContent), 'Keys');
  await writer.press('Shift+Tab');
  assert.ok(await writer.editor.evaluate((element) => element === document.activeElement));
  await writer.press('Shift+Tab', 'Shift+Tab');
  assert.equal(await writer.page.evaluate(() => document.activeElement.id), 'field-title');
  assert.equal(await writer.text(), 'word');
});

scene('Formatted text is pasted as Markdown', stand, async () => {
  const writer = await stand.writer();
  const html = `<html><body><!--StartFragment--><h2 style="color: red">A heading</h2>
<p>Some <b>bold</b>, <i>slanted</i> and <a href="https://example.org/a">linked</a> words with <code>code</code>.</p>
<ul><li>one</li><li>two<ol><li>inner</li></ol></li></ul>
<blockquote><p>Said.</p></blockquote>
<pre><code class="language-rust">fn main() {}
</code></pre>
<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>
<p><a href="javascript:alert(1)">never</a><script>alert(2)</script></p><!--EndFragment--></body></html>`;
  await writer.editor.focus();
  await writer.paste({ 'text/html': html, 'text/plain': 'plain words' });
  await writer.holds(`## A heading

Some **bold**, *slanted* and [linked](https://example.org/a) words with \`code\`.

- one
- two
  1. inner

> Said.

\`\`\`rust
fn main() {}
\`\`\`

| A   | B   |
| --- | --- |
| 1   | 2   |

never`);
  await writer.press('Control+z');
  await writer.holds('');
});

scene('Bold and slanted words are known by their look where a program says it so', stand, async () => {
  const writer = await stand.writer();
  await writer.editor.focus();
  await writer.paste({
    'text/html': '<b style="font-weight:normal" id="docs-internal-guid-1"><p><span style="font-weight:700">Bold</span><span style="font-weight:400">, </span><span style="font-style:italic">slanted</span></p></b>',
    'text/plain': 'Bold, slanted',
  });
  await writer.holds('**Bold**, *slanted*');
});

scene('HTML that says no more than its words, code, and a paste without formatting stay as they are', stand, async () => {
  const writer = await stand.writer();
  await writer.editor.focus();
  await writer.paste({ 'text/html': '<div><span>two_words * here</span></div>', 'text/plain': 'two_words * here' });
  await writer.holds('two_words * here');

  const bold = { 'text/html': '<p><b>bold</b></p>', 'text/plain': 'bold' };
  await writer.replace('```\n\n```');
  await writer.press('Control+Home', 'ArrowDown');
  await writer.paste(bold);
  await writer.holds('```\nbold\n```');

  await writer.replace('');
  await writer.paste(bold);
  await writer.holds('**bold**');
  await writer.replace('');
  await writer.press('Control+Shift+v');
  await writer.holds('bold');
});

scene('An address pasted over words makes them a link', stand, async () => {
  const writer = await stand.writer({ text: 'the manual' });
  await writer.selectAll();
  await writer.paste({ 'text/plain': 'https://example.org/a_(b)' });
  await writer.holds('[the manual](https://example.org/a_%28b%29)');
  await writer.replace('https://example.org/old');
  await writer.selectAll();
  await writer.paste({ 'text/plain': 'https://example.org/new' });
  await writer.holds('https://example.org/new');
});

scene('A text set from outside keeps the caret where it was, and can be undone', stand, async () => {
  const writer = await stand.writer({ text: 'First.\n\nMine.\n\nLast.' });
  await writer.editor.focus();
  await writer.press('Control+Home', 'ArrowDown', 'ArrowDown', 'End');
  await writer.type(' More');
  await writer.replace('First, changed by others.\n\nMine. More\n\nLast and longer.');
  await writer.type(' of it');
  assert.equal(await writer.text(), 'First, changed by others.\n\nMine. More of it\n\nLast and longer.');
  await writer.press('Control+z');
  assert.equal(await writer.text(), 'First, changed by others.\n\nMine. More\n\nLast and longer.');
  await writer.press('Control+z');
  assert.equal(await writer.text(), 'First.\n\nMine. More\n\nLast.');
  await writer.press('Control+z');
  assert.equal(await writer.text(), 'First.\n\nMine.\n\nLast.');
  await writer.press('Control+y', 'Control+y', 'Control+y');
  assert.equal(await writer.text(), 'First, changed by others.\n\nMine. More of it\n\nLast and longer.');
});

scene('Resetting the form and going back to the page show what the field holds', stand, async () => {
  const writer = await stand.writer({ text: 'Stored.' });
  const { page } = writer;
  await writer.goToEnd();
  await writer.type(' Typed.');
  await page.getByRole('button', { name: 'Reset' }).click();
  await writer.editor.getByText('Stored.', { exact: true }).waitFor();
  await writer.goToEnd();
  await writer.type(' Kept.');
  await page.goto(`${stand.url}/elsewhere`);
  await page.goBack();
  await writer.editor.getByText('Stored. Kept.', { exact: true }).waitFor();
  assert.equal(await writer.text(), 'Stored. Kept.');
  // A page that was kept whole is told so, and looks again.
  await page.evaluate(() => {
    document.querySelector('#field-body').value = 'Put back.';
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  });
  await writer.editor.getByText('Put back.', { exact: true }).waitFor();
});

scene('A text of 200,000 characters is searched, changed at both ends and undone', stand, async () => {
  const paragraph = 'Words of **weight** that carry [others](https://example.org) along, again and again.\n\n';
  const text = paragraph.repeat(Math.ceil(200_000 / paragraph.length)).slice(0, 200_000);
  const writer = await stand.writer({ text });
  const held = await writer.text();
  await writer.goToEnd();
  await writer.type('The end');
  await writer.press('Control+Home');
  await writer.type('Begun. ');
  assert.equal(await writer.text(), `Begun. ${held}The end`);
  await writer.press('Control+f');
  await writer.type('The end');
  await writer.press('Enter');
  await writer.page.getByRole('search').getByText('1 of 1').waitFor();
  await writer.editor.getByText('The end').waitFor();
  await writer.press('Escape');
  await writer.replace(`${held}\n\nOthers wrote this.`);
  await writer.press('Control+End');
  await writer.editor.getByText('Others wrote this.').waitFor();
  await writer.press('Control+z');
  assert.equal(await writer.text(), `Begun. ${held}The end`);
});

scene('Words are counted as the server counts them', stand, async () => {
  const writer = await stand.writer({ text: 'Two words and a <rect x="1" y="2"/> figure' });
  const { page } = writer;
  await page.getByText('5 words · 1 min read').waitFor();
  await writer.replace('if a < b then c\n\n'.repeat(100));
  await page.getByText('500 words · 3 min read').waitFor();
  await writer.replace('');
  await page.getByText('No words yet').waitFor();
  await writer.goToEnd();
  await writer.type('one');
  await page.getByText('1 word · 1 min read').waitFor();
});

scene('Text from right to left is read so, line by line', stand, async () => {
  const writer = await stand.writer({ text: '## שלום עולם\n\nPlain words.\n\n```\nשלום\n```' });
  const direction = (words) => writer.editor.locator('.cm-line').filter({ hasText: words }).first()
    .evaluate((line) => getComputedStyle(line).direction);
  assert.equal(await direction('עולם'), 'rtl');
  assert.equal(await direction('Plain'), 'ltr');
  assert.equal(await writer.editor.locator('.md-line-code').nth(1).evaluate((line) => getComputedStyle(line).direction), 'ltr');
  await writer.editor.focus();
  await writer.press('Control+Home', 'End');
  await writer.type(' טוב');
  assert.match(await writer.text(), /^## שלום עולם טוב\n/);
});

scene('The editor can be used by everybody, in both themes and at both widths', stand, async () => {
  const text = '# One\n\n## Two\n\nWords, **bold**, *slanted*, ~~old~~, `code`, [link](https://example.org).\n\n- item\n- [ ] task\n\n> said\n\n```rust\nfn main() {}\n```\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n'
    + `<!-- aside -->\n\n[page](plinth:${INTERFACE.id}) [other](plinth:0192bbbb-0000-7000-8000-000000000009)`;
  const writer = await stand.writer({ text });
  await writer.page.locator('.md-target').first().waitFor();
  await inspect(writer.person, 'the editor');
});

scene('A field that may only be read can be read and copied, and nothing changes it', stand, async () => {
  const writer = await stand.writer({ text: 'Fixed.', attributes: ' readonly' });
  await writer.page.getByRole('button', { name: 'Bold' }).click();
  await writer.page.getByRole('button', { name: 'Link', exact: true }).click();
  await writer.page.getByRole('button', { name: 'Smaller heading' }).click();
  assert.equal(await writer.text(), 'Fixed.');
});
