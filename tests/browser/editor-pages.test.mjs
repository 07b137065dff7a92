// Every page on which something is written, in each state that it can have: usable by everybody, in light
// and dark, wide and narrow, from left to right and from right to left.

import assert from 'node:assert/strict';

import { inspect } from './support/inspection.mjs';
import { scene, useStage } from './support/stage.mjs';

const stage = useStage();

const LONG = 'An-unbroken-word-of-a-title'.repeat(5);
const TEXT = [
  '## A heading', 'Some *words* with `code` and [a link](https://example.org).', '> A quotation.',
  '```rust title="main.rs"\nfn main() { println!("a line of code that is far longer than any phone is wide, and longer"); }\n```',
  '| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |', '- one\n- two', 'A-word-that-does-not-end'.repeat(20),
].join('\n\n');
const HEBREW = 'שלום עולם, זה טקסט מימין לשמאל.';

for (const [way, script] of [['', true], [' without JavaScript', false]]) {
  scene(`Everybody can use the editor${way}, new, saved, refused and with its settings open`, stage, async () => {
    const owner = await stage.owner({ script: script || 'none' });
    await owner.goto('/admin/articles/new');
    await inspect(owner, 'a new article');
    await owner.field('Title').fill(LONG);
    await owner.writeText(TEXT);
    await owner.save();
    await inspect(owner, 'a saved article');
    await owner.openSettings();
    await inspect(owner, 'an article with its settings open');
    await owner.field(/^Address/).fill('Not an Address');
    await owner.publish({ status: 422 });
    await inspect(owner, 'a refused article');
    await owner.openSettings();
    await owner.field(/^Address/).fill('');
    const picture = await owner.page.locator('link[rel=icon]').getAttribute('href');
    await owner.writeText(`${TEXT}\n\n#### Four\n\n![](${picture})`);
    await owner.publish({ status: 422 });
    await inspect(owner, 'an article with its checklist');
  });

  scene(`Everybody can use the editor${way} with two texts to decide between`, stage, async () => {
    const owner = await stage.owner({ script: script || 'none' });
    await owner.writeArticle({ title: `Disputed${way}`, text: 'The start.' });
    await owner.save();
    const place = owner.path();
    const second = owner.page;
    const first = await owner.openTab();
    await owner.goto(place);
    await owner.writeText(`${LONG} theirs`);
    await owner.field('Title').fill(`Disputed by them${way}`);
    await owner.save();
    await first.close();
    owner.page = second;
    owner.allowAnswers(409);
    await owner.writeText(`${LONG} mine`);
    await owner.field('Title').fill(`Disputed by me${way}`);
    if (script) {
      await owner.button('Save', { exact: true }).click();
      await owner.page.locator('.conflict').waitFor();
    } else {
      await owner.follow(owner.button('Save', { exact: true }), { status: 409 });
    }
    await inspect(owner, 'a disputed article');
  });

  scene(`Everybody can use the history, the comparison and the preview links${way}`, stage, async () => {
    const owner = await stage.owner({ script: script || 'none' });
    await owner.writeArticle({ title: `${HEBREW}${way}`, text: TEXT });
    await owner.publish();
    await owner.field('Title').fill(`Another title${way}`);
    await owner.writeText(`${HEBREW}\n\n${TEXT.replace('words', 'phrases')}`);
    await owner.save();
    await owner.reload();
    const place = owner.path();
    await inspect(owner, 'an article in Hebrew with unpublished changes');
    await owner.openSettings();
    await owner.follow(owner.link('History of its revisions'));
    await inspect(owner, 'the history');
    await owner.follow(owner.link(/^Compare with live/).last());
    await inspect(owner, 'a comparison');
    await owner.goto(await owner.link(/^See the page/).first().getAttribute('href'));
    await inspect(owner, 'the page of a revision');
    await owner.goto(place);
    await owner.openSettings();
    await owner.follow(owner.link('Links to show it to others'));
    await inspect(owner, 'no preview links');
    await owner.follow(owner.button('Make a link'));
    await inspect(owner, 'the new preview link');
    const address = await owner.field('Address of the link').inputValue();
    await owner.follow(owner.button(/^Take back/));
    await inspect(owner, 'the preview links');
    await owner.goto(new URL(address).pathname, { status: 410 });
    await inspect(owner, 'a preview link that was taken back');
    await owner.goto(`${place.replace(/\/edit$/, '')}/preview`);
    await inspect(owner, 'the preview of an article');
    await owner.goto('/admin/articles');
    await inspect(owner, 'the list of articles');
  });
}

scene('Everybody can use the editor with the preview open, with the plain field, and when signed out', stage, async () => {
  const owner = await stage.owner({ width: 360 });
  await owner.writeArticle({ title: 'Every state', text: TEXT });
  await owner.save();
  await owner.page.locator('[data-preview-toggle]').click();
  await owner.page.frameLocator('iframe[title="Preview"]').getByText('A heading').waitFor();
  await inspect(owner, 'the preview');
  await owner.button('Plain field').click();
  await owner.page.locator('textarea[data-markdown]').waitFor();
  await inspect(owner, 'the plain field');
  await owner.button('Full editor').click();
  await owner.page.locator('.cm-content').waitFor();
  owner.allowAnswers(401);
  await owner.context.clearCookies();
  await owner.typeText(' Signed out.');
  await owner.page.getByRole('dialog', { name: 'You were signed out' }).waitFor();
  await inspect(owner, 'the editor of somebody who was signed out');
});

scene('Everybody can use the editor that offers what was left behind', stage, async () => {
  const owner = await stage.owner();
  await owner.writeArticle({ title: 'Left behind', text: 'Saved.' });
  await owner.save();
  const place = owner.path();
  owner.allowLostConnections();
  await owner.context.setOffline(true);
  await owner.typeText(` ${LONG}`);
  await owner.seesState('Not saved: no connection. Kept on this machine.');
  await owner.page.close();
  await owner.context.setOffline(false);
  await owner.openTab();
  await owner.goto(place);
  await owner.page.locator('[data-offer]').waitFor();
  await inspect(owner, 'the editor with an offer');
});

scene('Everybody can use the editors of services and sections', stage, async () => {
  const owner = await stage.owner();
  for (const [name, place] of [
    ['a new service', '/admin/services/new'],
    ['the way of working', '/admin/sections/way-of-working/edit'],
  ]) {
    await owner.goto(place);
    assert.ok(await owner.heading());
    await inspect(owner, name);
  }
  await owner.goto('/admin/services');
  await owner.follow(owner.link('Technical leadership', { exact: true }));
  await inspect(owner, 'the page of a service');
});
