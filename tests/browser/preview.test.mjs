// The page as visitors will see it, beside the text; and a link by which others may see it.

import assert from 'node:assert/strict';

import { scene, useStage } from './support/stage.mjs';

const stage = useStage();

scene('What is written stands in the preview a moment later, made as the page will be', stage, async () => {
  const owner = await stage.owner();
  await owner.writeArticle({ title: 'Seen before', text: '## A heading\n\nSome *words*.' });
  const preview = owner.page.frameLocator('iframe[title="Preview"]');
  await preview.getByRole('heading', { level: 2, name: 'A heading' }).waitFor();
  assert.equal(await preview.getByRole('heading', { level: 1 }).innerText(), 'Seen before');
  assert.equal(await preview.locator('.prose em').innerText(), 'words');
  await preview.locator('.preview-banner').waitFor();

  await owner.typeText(' And more.');
  await preview.getByText('And more.').waitFor();

  const width = () => owner.page.locator('iframe[title="Preview"]').evaluate((frame) => frame.contentWindow.innerWidth);
  await owner.button('Phone', { exact: true }).click();
  await owner.until(async () => (await width()) === 360, 'the page is as wide as a phone');
  assert.equal(await owner.button('Phone', { exact: true }).getAttribute('aria-pressed'), 'true');
  await owner.button('Desktop', { exact: true }).click();
  await owner.until(async () => (await width()) === 1280, 'the page is as wide as a screen');

  const toggle = owner.page.locator('[data-preview-toggle]');
  await toggle.click();
  assert.equal(await owner.page.locator('[data-preview]').isVisible(), false);
  await owner.save();
  await owner.reload();
  assert.equal(await owner.page.locator('[data-preview]').isVisible(), false, 'the choice is kept');
  await toggle.click();
  await preview.getByText('And more.').waitFor();
});

scene('The preview runs no scripts of the text, and its links lead nowhere', stage, async () => {
  const owner = await stage.owner();
  await owner.writeArticle({ title: 'Harmless', text: '<script>document.title = "taken"</script>\n\n[Away](/contact)' });
  const preview = owner.page.frameLocator('iframe[title="Preview"]');
  await preview.getByRole('link', { name: 'Away' }).click();
  await owner.typeText('\n\nStill here.');
  await preview.getByText('Still here.').waitFor();
  assert.equal(await preview.locator('script').count(), 0);
});

for (const [who, script] of [['Whoever', true], ['Without JavaScript, whoever', false]]) {
  const tail = script ? 'with scripts' : 'without scripts';

  scene(`${who} has a preview link sees that revision without an account, until it is taken back`, stage, async () => {
    const owner = await stage.owner({ script });
    const stranger = await stage.visitor({ script });
    await owner.writeArticle({ title: `For a friend ${tail}`, text: 'Please read this.' });
    await owner.save();
    const place = owner.path();
    await owner.openSettings();
    await owner.follow(owner.link('Links to show it to others'));
    await owner.follow(owner.button('Make a link'));
    const address = await owner.field('Address of the link').inputValue();
    assert.match(new URL(address).pathname, /^\/preview\/.{20,}/);
    const link = new URL(address).pathname;

    const answer = await stranger.goto(link);
    assert.equal(await stranger.heading(), `For a friend ${tail}`);
    await stranger.sees('Please read this.');
    await stranger.sees(/revision 1/i, stranger.page.locator('.preview-banner'));
    assert.match(await answer.headerValue('x-robots-tag'), /noindex/);
    assert.match(await answer.headerValue('cache-control'), /no-store/);
    assert.deepEqual(await stranger.context.cookies(), []);

    await owner.goto(place);
    await owner.writeText('Something else.');
    await owner.save();
    await stranger.goto(link);
    await stranger.sees('Please read this.');

    await owner.openSettings();
    await owner.follow(owner.link('Links to show it to others'));
    await owner.sees(/opened 2 times/);
    assert.equal(await owner.page.getByLabel('Address of the link').count(), 0, 'it is shown once only');
    await owner.follow(owner.button(/^Take back/));
    await owner.sees('Taken back');
    const refused = await fetch(new URL(link, stage.site.url));
    assert.ok([404, 410].includes(refused.status));
    assert.ok(!(await refused.text()).includes('Please read this.'));
  });
}

scene('Without JavaScript the saved text can be seen as a page in another tab', stage, async () => {
  const owner = await stage.owner({ script: false });
  await owner.writeArticle({ title: 'On its own', text: 'As visitors *will* see it.' });
  await owner.save();
  const [preview] = await Promise.all([owner.context.waitForEvent('page'), owner.link('Preview', { exact: true }).click()]);
  owner.page = preview;
  await owner.sees('As visitors will see it.');
  await preview.locator('.preview-banner').waitFor();
});
