// What was written is not lost: whoever saves second is told, sees both texts and decides, and what was
// not saved at all is offered again.

import assert from 'node:assert/strict';

import { OWNER, scene, useStage } from './support/stage.mjs';

const stage = useStage();

for (const [who, script] of [['Whoever', true], ['Without JavaScript, whoever', false]]) {
  scene(`${who} saves an article second is told, sees both texts, and can then save their own`, stage, async () => {
    const owner = await stage.owner({ script });
    const title = `Tabs ${script ? 'with' : 'without'} scripts`;
    const save = () => owner.button('Save', { exact: true });
    await owner.goto('/admin/articles/new');
    await owner.field('Title').fill(title);
    await owner.field('Text').fill('The text that both begin with.');
    await owner.follow(save());
    const place = owner.path();

    const first = owner.page;
    const second = await owner.openTab();
    await owner.goto(place);
    await owner.field('Text').fill('Mine & <b>mine</b>.\n\nAll of it.');
    await owner.field(/^Excerpt/).fill('My excerpt.');

    owner.page = first;
    await owner.field('Text').fill('Theirs, saved first.');
    await owner.follow(save());
    await owner.isTold('Saved');

    owner.page = second;
    await owner.follow(save(), { status: 409 });
    await owner.summaryHasFocus();
    await owner.sees(/saved somewhere else/);
    assert.equal(await owner.field('Text').inputValue(), 'Mine & <b>mine</b>.\n\nAll of it.');
    assert.equal(await owner.field(/^Excerpt/).inputValue(), 'My excerpt.');
    const stored = owner.page.locator('.field').filter({ has: owner.field('Text') }).getByLabel('Saved meanwhile');
    assert.equal(await stored.inputValue(), 'Theirs, saved first.');
    // Only what differs is shown twice: the text, and the excerpt that the first tab left empty.
    assert.equal(await owner.page.locator('.field').filter({ has: owner.field('Title') }).getByLabel('Saved meanwhile').count(), 0);

    owner.page = first;
    await owner.reload();
    assert.equal(await owner.field('Text').inputValue(), 'Theirs, saved first.', 'nothing was overwritten');

    owner.page = second;
    await owner.follow(save());
    await owner.isTold('Saved');
    assert.equal(await owner.field('Text').inputValue(), 'Mine & <b>mine</b>.\n\nAll of it.');

    // The first tab now stands where the second stood.
    owner.page = first;
    await owner.field('Text').fill('Another thought.');
    await owner.follow(save(), { status: 409 });
    const newer = owner.page.locator('.field').filter({ has: owner.field('Text') }).getByLabel('Saved meanwhile');
    assert.equal(await newer.inputValue(), 'Mine & <b>mine</b>.\n\nAll of it.');
  });
}

scene('The same text saved in two tabs is no conflict', stage, async () => {
  const owner = await stage.owner();
  await owner.goto('/admin/sections/about/edit');
  const first = owner.page;
  const second = await owner.openTab();
  await owner.goto('/admin/sections/about/edit');
  for (const page of [first, second]) {
    owner.page = page;
    await owner.field('Heading').fill('The same in both');
    await owner.follow(owner.button('Save', { exact: true }));
    await owner.isTold('Saved');
  }
});

for (const [what, place, label] of [
  ['a service', '/admin/services', 'Summary'],
  ['a section', '/admin/sections/contact/edit', 'Heading'],
  ['the settings', '/admin/settings', 'Tagline'],
]) {
  scene(`Whoever saves ${what} second sees both texts as well`, stage, async () => {
    const owner = await stage.owner();
    await owner.goto(place);
    if (what === 'a service') {
      await owner.follow(owner.page.locator('.row__title').first());
    }
    const form = owner.path();
    const first = owner.page;
    const second = await owner.openTab();
    await owner.goto(form);
    await owner.field(label).fill('What the second wrote');
    owner.page = first;
    await owner.field(label).fill('What the first wrote');
    await owner.follow(owner.button('Save', { exact: true }));
    owner.page = second;
    await owner.follow(owner.button('Save', { exact: true }), { status: 409 });
    assert.equal(await owner.field(label).inputValue(), 'What the second wrote');
    assert.equal(await owner.page.getByLabel('Saved meanwhile').inputValue(), 'What the first wrote');
    await owner.follow(owner.button('Save', { exact: true }));
    await owner.isTold('Saved');
  });
}

scene('Words about an article that was deleted meanwhile become a new article', stage, async () => {
  const owner = await stage.owner();
  await owner.goto('/admin/articles/new');
  await owner.field('Title').fill('Deleted elsewhere');
  await owner.field('Text').fill('Old words.');
  await owner.follow(owner.button('Save', { exact: true }));
  const place = owner.path();
  const second = await owner.openTab();
  await owner.goto(place);
  await owner.follow(owner.button('Delete article'));
  owner.page = owner.context.pages().find((page) => page !== second);
  await owner.field('Text').fill('New words that must not be lost.');
  await owner.follow(owner.button('Save', { exact: true }), { status: 409 });
  await owner.sees(/was deleted while you were writing/);
  assert.equal(await owner.field('Text').inputValue(), 'New words that must not be lost.');
  await owner.follow(owner.button('Save', { exact: true }));
  await owner.isTold('Saved as a draft');
  assert.notEqual(owner.path(), place);
});

scene('Whoever leaves a page with unsaved words is asked, and is offered them again', stage, async () => {
  const owner = await stage.owner();
  await owner.goto('/admin/articles/new');
  await owner.field('Title').click();
  await owner.page.keyboard.type('Half a thought');
  await owner.field('Text').fill('Only begun.');
  const asked = new Promise((resolve) => {
    owner.page.once('dialog', (dialog) => {
      resolve(dialog.type());
      dialog.accept();
    });
  });
  await owner.goto('/admin/articles');
  assert.equal(await asked, 'beforeunload');
  await owner.goto('/admin/articles/new');
  assert.equal(await owner.field('Title').inputValue(), '', 'nothing is put back unasked');
  await owner.sees(/was not saved/);
  await owner.button('Put it back').click();
  assert.equal(await owner.field('Title').inputValue(), 'Half a thought');
  assert.equal(await owner.field('Text').inputValue(), 'Only begun.');
  await owner.follow(owner.button('Save', { exact: true }));
  await owner.isTold('Saved as a draft');
  await owner.goto('/admin/articles/new');
  assert.equal(await owner.page.getByText(/was not saved/).count(), 0, 'what is saved is not offered again');
});

scene('Words that were sent after the session had ended are still there after signing in again', stage, async () => {
  const owner = await stage.owner();
  await owner.goto('/admin/articles/new');
  await owner.field('Title').fill('Written for a long time');
  await owner.field('Text').fill('The session ended meanwhile.');
  await owner.context.clearCookies();
  await owner.follow(owner.button('Save', { exact: true }));
  assert.match(owner.path(), /^\/admin\/sign-in/);
  await owner.field('E-mail address').fill(OWNER.email);
  await owner.field('Password').fill(OWNER.password);
  await owner.follow(owner.button('Sign in'));
  assert.equal(owner.path(), '/admin/articles/new', 'the same page opens again');
  await owner.button('Put it back').click();
  assert.equal(await owner.field('Text').inputValue(), 'The session ended meanwhile.');
  await owner.follow(owner.button('Save', { exact: true }));
  await owner.isTold('Saved as a draft');
});
