// Reading an article: its contents, copying from it, its ways on, with and without scripts, on paper.

import assert from 'node:assert/strict';

import { inspect } from './support/inspection.mjs';
import { scene, useStage } from './support/stage.mjs';

const stage = useStage();

const ARTICLE = '/articles/traffic-data-and-teams-grow-differently';
const CONTENTS = 'nav.contents--beside';

const mayCopy = (person) => person.context.grantPermissions(['clipboard-read', 'clipboard-write']);
const copied = (person) => person.page.evaluate(() => navigator.clipboard.readText());

/** What is read out to somebody who does not see the page. */
const isTold = (person, words) => person.page.locator('[data-reader-status]').filter({ hasText: words }).waitFor({ state: 'attached' });

scene('Code is copied by a button, also by keyboard, and it is said', stage, async () => {
  const visitor = await stage.visitor();
  await mayCopy(visitor);
  await visitor.goto(ARTICLE);
  const block = visitor.page.locator('.article__prose pre').first();
  const code = (await block.locator('code').textContent()).replace(/\n$/, '');
  const button = visitor.button('Copy the code').first();
  await button.focus();
  await visitor.page.keyboard.press('Enter');
  await isTold(visitor, 'Code copied');
  assert.equal(await button.innerText(), 'Copied');
  assert.equal(await copied(visitor), code);
  await visitor.until(async () => (await button.innerText()) === 'Copy', 'the button offers it again');
});

scene('The link of a heading shows by keyboard, leads there and is copied', stage, async () => {
  const visitor = await stage.visitor();
  await mayCopy(visitor);
  await visitor.goto(ARTICLE);
  const heading = visitor.page.locator('.article__prose h2[id]').first();
  const link = heading.getByRole('link', { name: 'Link to this part' });
  const opacity = () => link.evaluate((element) => getComputedStyle(element).opacity);
  assert.equal(await opacity(), '0');
  // By keyboard, from the link before it or from the start of the page.
  await visitor.page.evaluate(() => document.querySelector('main').focus());
  await visitor.until(async () => {
    await visitor.page.keyboard.press('Tab');
    return link.evaluate((element) => element === document.activeElement);
  }, 'the link is reached by keyboard');
  assert.equal(await opacity(), '1');
  await visitor.page.keyboard.press('Enter');
  await isTold(visitor, 'Link copied');
  const id = await heading.getAttribute('id');
  assert.equal(new URL(visitor.page.url()).hash, `#${id}`);
  assert.equal(await copied(visitor), visitor.page.url());
});

scene('Where the browser refuses, the code is selected and it is said', stage, async () => {
  const visitor = await stage.visitor();
  await visitor.page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
  });
  await visitor.goto(ARTICLE);
  await visitor.button('Copy the code').first().click();
  await isTold(visitor, 'did not allow it');
  const code = await visitor.page.locator('.article__prose pre code').first().textContent();
  assert.equal(await visitor.page.evaluate(() => getSelection().toString().trim()), code.trim());
});

scene('Without a clipboard or without scripts there is no button that does nothing', stage, async () => {
  const visitor = await stage.visitor();
  await visitor.page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
  });
  await visitor.goto(ARTICLE);
  // The links of the headings are made by the same script, so it has run.
  await visitor.page.locator('.heading-link').first().waitFor({ state: 'attached' });
  assert.equal(await visitor.page.locator('.copy').count(), 0);

  const without = await stage.visitor({ script: false });
  await without.goto(ARTICLE);
  assert.equal(await without.page.locator('.copy, .heading-link').count(), 0);
  const entry = without.page.locator(`${CONTENTS} a`).last();
  const target = await entry.getAttribute('href');
  await entry.click();
  assert.equal(new URL(without.page.url()).hash, target);
});

scene('The contents stay beside the text, follow the reader and fold on a phone', stage, async () => {
  const visitor = await stage.visitor();
  await visitor.goto(ARTICLE);
  const list = visitor.page.locator(CONTENTS);
  const headings = visitor.page.locator('.article__prose h2[id]');
  for (const index of [1, 0]) {
    const id = await headings.nth(index).getAttribute('id');
    await headings.nth(index).evaluate((element) => element.scrollIntoView({ block: 'start' }));
    await list.locator(`a[href="#${id}"][aria-current]`).waitFor();
    assert.equal(await list.locator('[aria-current]').count(), 1);
    const { y } = await list.boundingBox();
    assert.ok(y >= 0 && y < 100, `the list is in sight at ${y}`);
  }
  await visitor.page.setViewportSize({ width: 360, height: 740 });
  const folded = visitor.page.locator('details.contents--folded');
  assert.ok(await folded.isVisible());
  assert.ok(!(await list.isVisible()));
  const entry = folded.getByRole('link').first();
  assert.ok(!(await entry.isVisible()));
  await folded.locator('summary').click();
  assert.ok(await entry.isVisible());
});

scene('A list of contents that is longer than the window scrolls by itself to where one reads', stage, async () => {
  const owner = await stage.owner();
  const parts = Array.from({ length: 60 }, (_, index) => `## Part number ${index}\n\n${'Words to read. '.repeat(30)}\n`);
  await owner.writeArticle({ title: 'Many parts', text: parts.join('\n') });
  await owner.publish();
  const visitor = await stage.visitor();
  await visitor.goto('/articles/many-parts');
  const list = visitor.page.locator(CONTENTS);
  const heading = visitor.page.locator('#h-part-number-50');
  await heading.evaluate((element) => element.scrollIntoView({ block: 'start' }));
  const entry = list.locator('a[href="#h-part-number-50"]');
  await list.locator('a[href="#h-part-number-50"][aria-current]').waitFor();
  const [room, place] = [await list.boundingBox(), await entry.boundingBox()];
  assert.ok(room.y + room.height <= 800, 'the list ends within the window');
  assert.ok(place.y >= room.y && place.y + place.height <= room.y + room.height, 'the entry is in sight');
});

scene('On paper there are the words and where the links lead, and nothing to press', stage, async () => {
  const visitor = await stage.visitor();
  await visitor.goto(ARTICLE);
  await visitor.button('Copy the code').first().waitFor();
  await visitor.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const shown = (selector) => visitor.page.locator(selector).filter({ visible: true }).count();
  for (const selector of ['nav', 'button', '.heading-link', '.contents', '.skip-link', '.site-footer']) {
    assert.equal(await shown(selector), 0, `${selector} is not printed`);
  }
  assert.ok((await shown('.article__prose p')) > 3);
  await visitor.sees(stage.site.url + ARTICLE);
  const colours = await visitor.page.evaluate(() => {
    const { color } = getComputedStyle(document.querySelector('.article__prose p'));
    return [color, getComputedStyle(document.documentElement).backgroundColor];
  });
  assert.deepEqual(colours, ['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
  const wrapping = await visitor.page.locator('.article__prose pre').first().evaluate((element) => getComputedStyle(element).whiteSpace);
  assert.match(wrapping, /pre-wrap/);
});

scene('Everybody can use an article from right to left, its series and the subjects', stage, async () => {
  const owner = await stage.owner();
  for (const [index, title] of ['Slowly one', 'Slowly two'].entries()) {
    await owner.writeArticle({
      title,
      text: 'مقدمة قصيرة مع `let x = 1;` داخل النص.\n\n## أولا\n\nنص.\n\n```rust\nfn main() {}\n```\n\n## ثانيا\n\nنص.\n\n## ثالثا\n\nنص.\n',
    });
    await owner.openSettings();
    await owner.page.locator('[name=series]').fill('Slowly');
    await owner.page.locator('[name=series_part]').fill(String(index + 1));
    await owner.page.locator('[name=tags]').fill('العربية');
    await owner.publish();
  }
  const visitor = await stage.visitor();
  await visitor.goto('/articles/slowly-two');
  await visitor.button('Copy the code').waitFor();
  const { code, prose } = await visitor.page.evaluate(() => {
    const direction = (selector) => getComputedStyle(document.querySelector(selector)).direction;
    return { code: direction('.article__prose p code'), prose: direction('.article__prose') };
  });
  assert.deepEqual([code, prose], ['ltr', 'rtl']);
  await inspect(visitor, 'an article from right to left');
  await visitor.follow(visitor.link('Slowly', { exact: true }));
  assert.equal(visitor.path(), '/series/slowly');
  await inspect(visitor, 'a series');
  await visitor.follow(visitor.link('Series', { exact: true }));
  await inspect(visitor, 'all series');
  await visitor.goto('/tags');
  await inspect(visitor, 'all subjects');
  await visitor.follow(visitor.link('العربية'));
  await visitor.sees('2 articles on this subject');
});
