// What is written and what visitors see are two things: nothing that is saved goes out before it is
// published, everything that was published can be had back, and words survive whatever happens to them.

import assert from 'node:assert/strict';

import { OWNER, scene, useStage } from './support/stage.mjs';

const stage = useStage();

const WAYS = [['Whoever writes', true], ['Without JavaScript, whoever writes', false]];

for (const [who, script] of WAYS) {
  scene(`${who} on in a published article changes nothing outside until it is published`, stage, async () => {
    const owner = await stage.owner({ script });
    const visitor = await stage.visitor({ script });
    const title = `Two texts ${script ? 'with' : 'without'} scripts`;
    const address = `/articles/two-texts-${script ? 'with' : 'without'}-scripts`;
    await owner.writeArticle({ title, text: 'What is live.' });
    await owner.publish();
    assert.equal(await owner.page.getByText('Unpublished changes').filter({ visible: true }).count(), 0);
    if (script) {
      assert.equal(await owner.button(/^Publish/).filter({ visible: true }).count(), 0, 'there is nothing to publish');
    }

    const next = `What comes next, ${script ? 'with' : 'without'} scripts.`;
    await owner.writeText(next);
    await owner.save();
    await owner.sees('Unpublished changes', owner.page.locator('.editor__state'));
    for (const place of [address, '/articles', '/feed.atom']) {
      const { text } = await stage.site.read(place);
      assert.ok(!text.includes(next), `${place} shows what was published`);
    }
    const place = owner.path();
    await owner.goto('/admin/articles');
    await owner.sees('Unpublished changes', owner.page.locator('.row').filter({ hasText: title }));
    await owner.goto(place);
    await owner.publish({ button: 'Publish changes' });
    await visitor.goto(address);
    await visitor.sees(next);
  });

  scene(`${who} can go back to what is live, and finds what was given up among the revisions`, stage, async () => {
    const owner = await stage.owner({ script });
    await owner.writeArticle({ title: `Given up ${script ? 'with' : 'without'} scripts`, text: 'Live words.' });
    await owner.publish();
    await owner.writeText('Words that are given up.');
    await owner.save();
    await owner.openSettings();
    await owner.follow(owner.button('Discard unpublished changes'));
    await owner.isTold('Back to what is on the site');
    await owner.holdsText('Live words.');
    await owner.openSettings();
    await owner.follow(owner.link('History of its revisions'));
    await owner.follow(owner.link(/^Compare with live/).first());
    await owner.sees('that are given up', owner.page.getByRole('region', { name: 'Text' }));
  });

  scene(`${who} about an article that was deleted meanwhile keeps it as a new article`, stage, async () => {
    const owner = await stage.owner({ script });
    await owner.writeArticle({ title: `Deleted elsewhere ${script ? 'with' : 'without'} scripts`, text: 'Old words.' });
    await owner.save();
    const place = owner.path();
    const first = owner.page;
    const second = await owner.openTab();
    await owner.goto(place);
    await owner.openSettings();
    await owner.follow(owner.button('Delete article'));
    await second.close();

    owner.page = first;
    owner.allowAnswers(404);
    await owner.writeText('New words that must not be lost.');
    if (script) {
      await owner.button('Save', { exact: true }).click();
      await owner.sees(/was deleted in another window/);
      await owner.follow(owner.button('Keep it as a new article'));
    } else {
      await owner.follow(owner.button('Save', { exact: true }), { status: 409 });
      await owner.sees(/was deleted while you were writing/);
      await owner.holdsText('New words that must not be lost.');
      await owner.save();
    }
    assert.notEqual(owner.path(), place);
    await owner.holdsText('New words that must not be lost.');
    await owner.reload();
    await owner.holdsText('New words that must not be lost.');
  });
}

scene('Typing over a heading and all that follows leaves what was typed, and no error behind', stage, async () => {
  const owner = await stage.owner();
  await owner.writeArticle({ title: 'Once more', text: '## A heading\n\nSome *words*.' });
  await owner.text().focus();
  await owner.page.keyboard.press('Control+a');
  await owner.page.keyboard.type('Begun again');
  await owner.holdsText('Begun again');
  await owner.save();
});

scene('A title that does not fit is written smaller, and a short one is not', stage, async () => {
  const owner = await stage.owner();
  await owner.goto('/admin/articles/new');
  const size = () => owner.field('Title').evaluate((field) => Number.parseFloat(getComputedStyle(field).fontSize));
  await owner.field('Title').fill('Short');
  const usual = await size();
  await owner.field('Title').fill('A title that is far longer than the line on which it is written, as titles can be');
  await owner.until(async () => (await size()) < usual, 'the title is written smaller');
  await owner.field('Title').fill('Short again');
  await owner.until(async () => (await size()) === usual, 'the title has its usual size again');
  await owner.save();
});

scene('Whoever leaves a page in the middle of a sentence finds it again', stage, async () => {
  const owner = await stage.owner();
  await owner.goto('/admin/articles/new');
  await owner.page.keyboard.type('Half a thought');
  await owner.typeText('Only begun.');
  await owner.goto('/admin/articles');
  await owner.until(async () => {
    await owner.reload();
    return (await owner.link('Half a thought').count()) === 1;
  }, 'it was saved on the way out');
  await owner.follow(owner.link('Half a thought'));
  await owner.holdsText('Only begun.');
  assert.equal(await owner.page.locator('[data-offer]').count(), 0, 'what is saved is not offered again');
});

scene('Without JavaScript, words that were sent after the session had ended can be sent again', stage, async () => {
  const owner = await stage.owner({ script: false });
  await owner.writeArticle({ title: 'Written for a long time', text: 'The session ended meanwhile.\n\nAll of it.' });
  await owner.context.clearCookies();
  await owner.follow(owner.button('Save', { exact: true }), { status: 401 });
  await owner.sees('Nothing is lost');
  const [door] = await Promise.all([owner.context.waitForEvent('page'), owner.link(/^Sign in/).click()]);
  const words = owner.page;
  owner.page = door;
  await door.waitForLoadState();
  await owner.field('E-mail address').fill(OWNER.email);
  await owner.field('Password').fill(OWNER.password);
  await owner.follow(owner.button('Sign in'));
  owner.page = words;
  await owner.follow(owner.button('Send it again'));
  await owner.isTold('Saved');
  await owner.holdsText('The session ended meanwhile.\n\nAll of it.');
});

scene('The settings saved second are shown beside what was saved first', stage, async () => {
  const owner = await stage.owner();
  await owner.goto('/admin/settings');
  const first = owner.page;
  const second = await owner.openTab();
  await owner.goto('/admin/settings');
  await owner.field('Tagline').fill('What the second wrote');
  owner.page = first;
  await owner.field('Tagline').fill('What the first wrote');
  await owner.follow(owner.button('Save', { exact: true }));
  owner.page = second;
  await owner.follow(owner.button('Save', { exact: true }), { status: 409 });
  assert.equal(await owner.field('Tagline').inputValue(), 'What the second wrote');
  assert.equal(await owner.page.getByLabel('Saved meanwhile').inputValue(), 'What the first wrote');
  await owner.follow(owner.button('Save', { exact: true }));
  await owner.isTold('Saved');
});
