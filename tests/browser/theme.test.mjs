// The theme follows the system until somebody chooses, and the choice holds from the first paint on.

import assert from 'node:assert/strict';

import { scene, useStage } from './support/stage.mjs';

const stage = useStage();

// Notes the theme as soon as there is anything that could be painted, and once the page is whole.
function noteTheTheme() {
  const root = () => document.documentElement;
  new MutationObserver((_, observer) => {
    if (document.body) {
      window.themeAtFirst = root().dataset.theme ?? 'none';
      observer.disconnect();
    }
  }).observe(document, { childList: true, subtree: true });
  document.addEventListener('DOMContentLoaded', () => {
    window.themeWhenWhole = root().dataset.theme ?? 'none';
  });
}

const places = [['the site', '/', (s) => s.visitor()], ['the panel', '/admin', (s) => s.owner()]];

for (const [where, place, person] of places) {
  scene(`A theme chosen on ${where} is remembered without a flash`, stage, async () => {
    const someone = await person(stage);
    await someone.page.addInitScript(noteTheTheme);
    await someone.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await someone.goto(place);
    const ground = () => someone.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor);
    const noted = () => someone.page.evaluate(() => [window.themeAtFirst, window.themeWhenWhole]);
    assert.deepEqual(await noted(), ['none', 'none']);
    const light = await ground();

    await someone.button('Dark theme').click();
    const dark = await ground();
    assert.notEqual(dark, light);
    await someone.reload();
    assert.deepEqual(await noted(), ['dark', 'dark']);
    assert.equal(await ground(), dark);
    await someone.button('Light theme').waitFor();

    // Back at what the system shows there is nothing to remember, and the page follows it again.
    await someone.button('Light theme').click();
    assert.equal(await ground(), light);
    await someone.reload();
    assert.deepEqual(await noted(), ['none', 'none']);
    await someone.page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    assert.equal(await ground(), dark);
    await someone.button('Light theme').click();
    await someone.reload();
    assert.deepEqual(await noted(), ['light', 'light']);
    assert.equal(await ground(), light);
  });
}

scene('A theme chosen in one tab is shown in the other', stage, async () => {
  const visitor = await stage.visitor();
  await visitor.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await visitor.goto('/');
  const first = visitor.page;
  await visitor.openTab();
  await visitor.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await visitor.goto('/services');
  await visitor.button('Dark theme').click();
  await first.locator('html[data-theme="dark"]').waitFor();
});

scene('Without JavaScript the page follows the system and has no button that does nothing', stage, async () => {
  const visitor = await stage.visitor({ script: false });
  const owner = await stage.owner({ script: false });
  const pages = [
    [visitor, '/'], [visitor, '/articles/what-lies-under-an-interface'], [visitor, '/contact'],
    [owner, '/admin'], [owner, '/admin/articles/new'], [owner, '/admin/services'], [owner, '/admin/sections'],
  ];
  for (const [person, place] of pages) {
    await person.goto(place);
    const buttons = await person.page.getByRole('button').evaluateAll((all) =>
      all.filter((button) => !(button.form && button.type === 'submit')).map((button) => button.outerHTML));
    assert.deepEqual(buttons, [], place);
    assert.equal(await person.page.locator('[draggable=true]').count(), 0, place);
  }
  const ground = () => visitor.page.evaluate(() => getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor);
  await visitor.page.emulateMedia({ colorScheme: 'light' });
  const light = await ground();
  await visitor.page.emulateMedia({ colorScheme: 'dark' });
  assert.notEqual(await ground(), light);
});
