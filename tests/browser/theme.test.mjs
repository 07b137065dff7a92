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
    const noted = () => someone.page.evaluate(() => [window.themeAtFirst, window.themeWhenWhole]);
    assert.deepEqual(await noted(), ['none', 'none']);
    const light = await ground(someone);

    await someone.button('Dark theme').click();
    await someone.until(async () => (await ground(someone)) !== light, 'the page is dark');
    const dark = await settledGround(someone);
    await someone.reload();
    assert.deepEqual(await noted(), ['dark', 'dark']);
    assert.equal(await ground(someone), dark);
    await someone.button('Light theme').waitFor();

    // Back at what the system shows there is nothing to remember, and the page follows it again.
    await someone.button('Light theme').click();
    await someone.until(async () => (await ground(someone)) === light, 'the page is light again');
    await someone.reload();
    assert.deepEqual(await noted(), ['none', 'none']);
    await someone.page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await someone.until(async () => (await ground(someone)) === dark, 'the page follows the system');
    await someone.button('Light theme').click();
    await someone.reload();
    assert.deepEqual(await noted(), ['light', 'light']);
    assert.equal(await ground(someone), light);
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
  await visitor.page.emulateMedia({ colorScheme: 'light' });
  const light = await settledGround(visitor);
  await visitor.page.emulateMedia({ colorScheme: 'dark' });
  await visitor.until(async () => (await ground(visitor)) !== light, 'the page is dark');
});

/** The colour behind everything. */
function ground(person) {
  return person.page.evaluate(() =>
    [document.documentElement, document.body].map((element) => getComputedStyle(element).backgroundColor).join(' on '));
}

/** The same, once it no longer changes. */
async function settledGround(person) {
  await person.until(() => person.page.evaluate(() => document.getAnimations().length === 0), 'nothing moves');
  return ground(person);
}
