// Everything can be done without a mouse, and the focus can always be seen.

import assert from 'node:assert/strict';

import { OWNER, scene, useStage } from './support/stage.mjs';

const stage = useStage();

scene('A visitor can skip to the content and write a message with the keyboard', stage, async () => {
  const visitor = await stage.visitor();
  await visitor.goto('/contact');
  const openedAt = Date.now();
  await press(visitor, 'Tab');
  assert.equal(await focused(visitor), 'Skip to the content');
  await assertFocusIsVisible(visitor);
  await press(visitor, 'Enter');
  assert.equal(await visitor.page.evaluate(() => document.activeElement.id), 'main');
  await tabTo(visitor, 'Your name');
  await visitor.page.keyboard.type('Keyed In');
  await tabTo(visitor, 'Your e-mail address');
  await visitor.page.keyboard.type('keys');
  await tabTo(visitor, /^What is it about/);
  await visitor.page.keyboard.type('Tech');
  await tabTo(visitor, 'Your message');
  await visitor.page.keyboard.type('Written without a mouse.');
  await tabTo(visitor, 'Send the message');
  await visitor.followByKey('Enter', { status: 422 });

  // The summary has the focus; its first entry leads to the field.
  await visitor.summaryHasFocus();
  await assertFocusIsVisible(visitor);
  await press(visitor, 'Tab');
  await press(visitor, 'Enter');
  assert.equal(await focused(visitor), 'Your e-mail address');
  await press(visitor, 'End');
  await visitor.page.keyboard.type('@example.org');
  await visitor.until(() => Date.now() - openedAt > 3_200, 'the time to write has passed');
  await visitor.followByKey('Enter');
  assert.equal(visitor.path(), '/contact/thanks');
});

scene('The owner can sign in and save a service with the keyboard', stage, async () => {
  await stage.owner();
  const owner = await stage.visitor();
  await owner.goto('/admin/sign-in');
  await press(owner, 'Tab');
  assert.equal(await focused(owner), 'Skip to the work');
  await press(owner, 'Enter');
  await tabTo(owner, 'E-mail address');
  await owner.page.keyboard.type(OWNER.email);
  await tabTo(owner, 'Password');
  await owner.page.keyboard.type('wrong');
  await owner.followByKey('Enter', { status: 422 });
  await owner.summaryHasFocus();
  await assertFocusIsVisible(owner);
  await tabTo(owner, 'Password');
  await owner.page.keyboard.type(OWNER.password);
  await owner.followByKey('Enter');
  assert.equal(owner.path(), '/admin');

  await tabTo(owner, 'Services');
  await owner.followByKey('Enter');
  await press(owner, 'Tab');
  assert.equal(await focused(owner), 'Skip to the work');
  await press(owner, 'Enter');
  await tabTo(owner, 'Technical leadership');
  await owner.followByKey('Enter');

  await tabTo(owner, 'Summary');
  await press(owner, 'Control+A');
  await press(owner, 'Delete');
  await press(owner, 'Control+S');
  await owner.seesState(/^Saved \d/);
  await tabBackTo(owner, 'Publish changes');
  await owner.followByKey('Space', { status: 422 });
  await owner.summaryHasFocus();
  await press(owner, 'Tab');
  await press(owner, 'Enter');
  assert.equal(await focused(owner), 'Summary');
  await owner.page.keyboard.type('A steady hand for a team that decides much.');
  await tabBackTo(owner, 'Publish changes');
  await owner.followByKey('Enter');
  await owner.isTold('It is on the site now');
  assert.match((await stage.site.read('/services/technical-leadership')).text, /A steady hand for a team/);
});

scene('The owner can write an article, set its tags and publish it with the keyboard', stage, async () => {
  const owner = await stage.owner();
  await owner.goto('/admin/articles/new');
  assert.equal(await focused(owner), 'Title', 'one can write at once');
  await owner.page.keyboard.type('Keys alone');
  await tabTo(owner, 'Text');
  await owner.page.keyboard.type('One paragraph.');
  await press(owner, 'Enter');
  await press(owner, 'Enter');
  await press(owner, 'Control+b');
  await owner.page.keyboard.type('strong');
  await owner.holdsText('One paragraph.\n\n**strong**');
  await press(owner, 'Control+S');
  await owner.seesState(/^Saved \d/);

  await tabBackTo(owner, 'Settings');
  await press(owner, 'Enter');
  await tabTo(owner, /^Tags/);
  await owner.page.keyboard.type('Keyboards');
  await press(owner, 'Escape');
  assert.equal(await focused(owner), 'Settings', 'the focus is where the drawer was opened');
  await tabTo(owner, 'Publish');
  await owner.followByKey('Enter');
  await owner.isTold('It is on the site now');
  const { text } = await stage.site.read('/articles/keys-alone');
  assert.match(text, /<strong>strong<\/strong>/);
  assert.match(text, /<bdi>Keyboards<\/bdi>/);
});

scene('Services can be moved with the keyboard, and the focus stays where it was', stage, async () => {
  const owner = await stage.owner();
  await owner.goto('/admin/services');
  const names = () => owner.page.locator('.row__title').allInnerTexts();
  const before = await names();
  const up = owner.page.locator('.row').nth(1).getByRole('button', { name: /^Up\b/ });
  await up.focus();
  await press(owner, 'Enter');
  await owner.isToldQuietly(`${before[1]} is now number 1 of ${before.length}.`);
  assert.deepEqual(await names(), [before[1], before[0], ...before.slice(2)]);
  // At the top there is no way up: the focus is on the way back, not lost.
  assert.match(await focused(owner), /^Down/);
  await press(owner, 'Enter');
  await owner.isToldQuietly(`${before[1]} is now number 2 of ${before.length}.`);
  assert.deepEqual(await names(), before);
});

for (const [what, place, person, theme] of [
  ['the home page', '/', (s) => s.visitor(), 'light'],
  ['an article', '/articles/traffic-data-and-teams-grow-differently', (s) => s.visitor(), 'dark'],
  ['the contact page on a phone', '/contact', (s) => s.visitor({ width: 360 }), 'light'],
  ['the list of services in the panel', '/admin/services', (s) => s.owner(), 'light'],
  ['the editor', '/admin/sections/about/edit', (s) => s.owner(), 'dark'],
  ['the settings on a phone', '/admin/settings', (s) => s.owner({ width: 360 }), 'dark'],
]) {
  scene(`On ${what} the focus can be seen at every stop and comes round`, stage, async () => {
    const someone = await person(stage);
    await someone.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    // The preview is a page of its own, with as many stops as that page has.
    await someone.page.addInitScript(() => localStorage.setItem('plinth-preview', JSON.stringify({ isOpen: false })));
    await someone.goto(place);
    const expected = await someone.page.locator('a[href], button, input:not([type=hidden]), select, textarea, summary, [contenteditable=true], [tabindex="0"]').evaluateAll((all) =>
      all.filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled && (element.tabIndex >= 0 || element.isContentEditable)).length);
    let stops = 0;
    for (;;) {
      await press(someone, 'Tab');
      const isInside = await someone.page.evaluate(() => document.activeElement && document.activeElement !== document.body);
      if (!isInside) {
        break;
      }
      stops += 1;
      assert.ok(stops <= expected, 'the focus goes round');
      await assertFocusIsVisible(someone);
    }
    assert.equal(stops, expected, 'every control is reached once');
  });
}

function press(person, key) {
  return person.page.keyboard.press(key);
}

/** What has the focus, by the words that a person would use for it. */
function focused(person) {
  return person.page.evaluate(() => {
    const element = document.activeElement;
    const label = element.labels?.[0] ?? document.getElementById(element.getAttribute('aria-labelledby'));
    const words = label?.innerText ?? element.innerText;
    return words.replaceAll(/\s+/g, ' ').trim();
  });
}

/** The same backwards. */
function tabBackTo(person, name) {
  return tabTo(person, name, 'Shift+Tab');
}

/** Presses Tab until the thing with this name has the focus. */
async function tabTo(person, name, key = 'Tab') {
  const seen = [];
  const is = (words) => (typeof name === 'string' ? words === name : name.test(words));
  do {
    await press(person, key);
    seen.push(await focused(person));
    assert.ok(seen.length < 120, `${name} is reached with Tab; there were: ${seen.join(' | ')}`);
  } while (!is(seen.at(-1)));
  await assertFocusIsVisible(person);
}

/** Asserts that what has the focus looks so, is in the window and lies under nothing else. */
async function assertFocusIsVisible(person) {
  let look;
  // The window may still be scrolling there.
  await person.until(async () => {
    look = await person.page.evaluate(lookAtFocus);
    return look.hasOutline && look.isInSight;
  }, 'the focus can be seen', 2_000).catch(() => {});
  assert.ok(look.hasOutline, `the focus has an outline: ${look.what}`);
  assert.ok(look.isInSight, `the focus is in sight: ${look.what}`);
}

function lookAtFocus() {
  const element = document.activeElement;
  // The frame around the text shows the focus of the place where one writes.
  const style = getComputedStyle(element.closest('.markdown-field:has(.cm-content:focus, textarea:focus)') ?? element);
  const isTransparent = /, 0\)$|^transparent$/.test(style.outlineColor);
  const hasOutline = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2 && !isTransparent;
  // A link that breaks over two lines has a box per line; one that can be seen is enough.
  const isInSight = [...element.getClientRects()].some((box) => {
    const top = Math.max(box.top, 0);
    const bottom = Math.min(box.bottom, innerHeight);
    if (bottom - top < 4 || box.left < 0 || box.right > innerWidth) {
      return false;
    }
    const front = document.elementFromPoint(box.left + box.width / 2, (top + bottom) / 2);
    return element.contains(front);
  });
  return { what: element.outerHTML.slice(0, 160), hasOutline, isInSight };
}
