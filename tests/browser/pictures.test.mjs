// Pictures from the hand of the owner to the page of the visitor, through the real program.

import assert from 'node:assert/strict';

import { inspect } from './support/inspection.mjs';
import { give, png } from './support/pictures.mjs';
import { expect } from './support/polling.mjs';
import { OWNER, scene, useStage } from './support/stage.mjs';

const stage = useStage();

/** Waits until the page has a picture in several sizes: renditions are made in the background. */
async function hasSizes(visitor, address, selector) {
  await expect(async () => {
    await visitor.goto(address);
    return (await visitor.page.locator(`${selector} picture source[srcset]`).count()) > 0;
  }, `${address} shows the picture in several sizes`).toBe(true);
}

/** The new article, with one picture that was dropped into it. */
async function dropInto(owner, title, name, tint) {
  await owner.writeArticle({ title, text: 'Before.' });
  await owner.typeText('\n\n');
  await give(owner.text(), 'paste', [{ name, bytes: png(1200, 900, tint) }]);
  await owner.until(async () => (await owner.heldText().inputValue()).includes('![](plinth:'), 'the picture is in the text');
}

scene('A picture that is dropped into an article stands on its page in several sizes', stage, async () => {
  const owner = await stage.owner();
  const visitor = await stage.visitor();
  await owner.writeArticle({ title: 'A harbour', text: 'Before.' });
  await owner.text().focus();
  await give(owner.text(), 'drop', [{ name: 'harbour.png', bytes: png(1200, 900) }]);
  await owner.page.getByRole('region', { name: 'Uploads' }).getByText(/harbour\.png/).first().waitFor();
  await owner.until(async () => /!\[\]\(plinth:[0-9a-f-]{36}\)/.test(await owner.heldText().inputValue()), 'the picture is in the text');
  await owner.seesState(/^Saved \d/);

  // Nothing goes out that says nothing to those who cannot see it.
  await owner.publish({ status: 422 });
  await owner.sees(/has no text for those who cannot see it/);
  const body = await owner.heldText().inputValue();
  await owner.writeText(body.replace('![]', '![Boats in a harbour]'));
  await owner.publish();

  await hasSizes(visitor, '/articles/a-harbour', '.prose');
  const image = visitor.page.getByRole('img', { name: 'Boats in a harbour' });
  assert.deepEqual(
    await image.evaluate(({ attributes }) => [attributes.width.value, attributes.height.value]),
    ['1200', '900'],
  );
  assert.ok(await image.getAttribute('srcset'));
  assert.ok(await visitor.page.locator('.prose picture source').first().getAttribute('sizes'));
  await visitor.until(() => image.evaluate(({ naturalWidth }) => naturalWidth > 0), 'the picture can be seen');
});

scene('A picture on top is chosen from the library, cut around its point, and stays through saving', stage, async () => {
  const owner = await stage.owner();
  const visitor = await stage.visitor();
  await dropInto(owner, 'With a top', 'bridge.png', 40);
  const body = await owner.heldText().inputValue();
  await owner.writeText(body.replace('![]', '![A bridge]'));
  await owner.openSettings();
  await owner.button('Choose picture…').click();
  const dialog = owner.page.getByRole('dialog', { name: 'Choose a picture' });
  await owner.page.keyboard.type('bridge');
  await owner.until(async () => (await dialog.getByRole('option').count()) === 1, 'it is found');
  await owner.page.keyboard.press('Enter');
  const mark = owner.page.getByRole('button', { name: /^Focal point/ });
  await mark.waitFor();
  await mark.press('Shift+ArrowRight');
  await mark.press('ArrowUp');
  assert.equal(await owner.page.locator('[name=feature_focus]').inputValue(), '60 49');
  const box = await owner.page.locator('.feature-choice__pad').boundingBox();
  await owner.page.mouse.click(box.x + box.width * 0.3, box.y + box.height * 0.7);
  assert.match(await owner.page.locator('[name=feature_focus]').inputValue(), /^(29|30|31) (69|70|71)$/);
  await owner.page.locator('[name=feature_alt]').fill('The bridge on top');
  await inspect(owner, 'the drawer with a picture on top');
  await owner.save();
  await owner.reload();
  await owner.openSettings();
  await owner.page.getByRole('button', { name: 'Choose another picture…' }).waitFor();
  await owner.publish();
  await hasSizes(visitor, '/articles/with-a-top', '.feature');
  assert.equal(await visitor.page.locator('.feature img').getAttribute('alt'), 'The bridge on top');
  assert.equal(await visitor.page.locator('.feature.focus-x-30.focus-y-70').count(), 1);
});

scene('Without JavaScript a picture on top is chosen from a list', stage, async () => {
  const founder = await stage.owner();
  await dropInto(founder, 'Only for its picture', 'tower.png', 80);
  await founder.seesState(/^Saved \d/);
  const owner = await stage.owner({ script: false });
  await owner.writeArticle({ title: 'Top by list', text: 'Words.' });
  await owner.openSettings();
  await owner.page.getByLabel('One of the newest pictures').selectOption({ label: 'tower.png' });
  await owner.page.locator('[name=feature_alt]').fill('A tower');
  await owner.page.locator('[name=feature_focus]').fill('20 80');
  await owner.save();
  await owner.openSettings();
  await owner.page.locator('[data-feature-shown]').getByText('tower.png').waitFor();
  await owner.publish();
  const visitor = await stage.visitor({ script: false });
  await visitor.goto('/articles/top-by-list');
  await visitor.page.getByRole('img', { name: 'A tower' }).waitFor();
});

scene('What the site refuses is said where it happened, in its own words, and the text stays', stage, async () => {
  const owner = await stage.owner();
  owner.allowAnswers(422);
  await owner.writeArticle({ title: 'Refused', text: 'Kept words.' });
  await owner.text().focus();
  await give(owner.text(), 'drop', [{ name: 'no-picture.png', bytes: Buffer.from('These are words and no picture.') }]);
  const line = owner.page.getByRole('region', { name: 'Uploads' }).getByRole('listitem');
  await line.filter({ hasText: 'no-picture.png is not in the text' }).waitFor();
  await owner.page.getByRole('button', { name: 'Leave it out: no-picture.png' }).click();
  await line.waitFor({ state: 'detached' });
  await owner.holdsText('Kept words.');
});

scene('Whoever was signed out signs in on the page, and the picture goes on its way again', stage, async () => {
  const owner = await stage.owner();
  owner.allowAnswers(401);
  await owner.writeArticle({ title: 'Signed out', text: 'Words.' });
  await owner.save();
  const cookies = await owner.context.cookies();
  await owner.context.clearCookies();
  await owner.typeText('\n\n');
  await give(owner.text(), 'paste', [{ name: 'late.png', bytes: png(600, 400, 120) }]);
  const dialog = owner.page.getByRole('dialog', { name: 'You were signed out' });
  await dialog.waitFor();
  await dialog.getByLabel('E-mail address').fill(OWNER.email);
  await dialog.getByLabel('Password').fill(OWNER.password);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await owner.until(async () => (await owner.heldText().inputValue()).includes('![](plinth:'), 'the picture is in the text');
  await owner.seesState(/^Saved \d/);
  assert.ok(cookies.length > 0);
});
