// Old addresses and tags: what the owner arranges, and what a visitor of an old address gets.

import assert from 'node:assert/strict';

import { inspect } from './support/inspection.mjs';
import { journey, scene, useStage } from './support/stage.mjs';

const ARTICLE = '/articles/what-lies-under-an-interface';

for (const [who, script] of [['The owner', true], ['The owner without JavaScript', false]]) {
  journey(`${who} leads a visitor of an old site to the page that was meant`, async (stage, step) => {
    const owner = await stage.owner({ script });
    const visitor = await stage.visitor({ script });

    await step('A visitor finds nothing, and the owner sees it', async () => {
      await visitor.goto('/2019/what-lies-under-interfaces.html?from=mail', { status: 404 });
      await owner.goto('/admin');
      await owner.follow(owner.link('Redirects'));
      await owner.follow(owner.link(/^Not found/));
      await owner.sees('/2019/what-lies-under-interfaces.html');
    });

    await step('One click proposes the page that was meant', async () => {
      await owner.follow(owner.link(/^Redirect…/));
      assert.equal(await owner.field('Leads to').inputValue(), ARTICLE);
      await owner.follow(owner.button('Save'));
      await owner.isTold('leads to');
      await owner.sees('Visitors found what they asked for');
    });

    await step('The visitor comes again and reads the article', async () => {
      await visitor.goto('/2019/what-lies-under-interfaces.html?from=mail');
      assert.equal(visitor.path(), `${ARTICLE}?from=mail`);
    });

    await step('The owner tries the address and sees the reason', async () => {
      await owner.follow(owner.link('Try an address'));
      await owner.field('Address').fill('/2019/what-lies-under-interfaces.html');
      await owner.follow(owner.button('Try', { exact: true }));
      await owner.sees('301');
      await owner.sees('says so');
      await owner.follow(owner.link('Open the redirect'));
      await owner.sees('used once');
    });

    await step('A mistake in the form costs nothing that was typed', async () => {
      await owner.goto('/admin/redirects/new');
      await owner.field('Old address').fill('/blog');
      await owner.field('Leads to').fill('/blog/new');
      await owner.field('Everything below this address too').check();
      await owner.follow(owner.button('Save'), { status: 422 });
      await owner.summaryHasFocus();
      assert.match(await owner.errorAt(owner.field('Leads to')), /circle/);
      assert.equal(await owner.field('Old address').inputValue(), '/blog');
      assert.ok(await owner.field('Everything below this address too').isChecked());
      await owner.field('Leads to').fill('/articles');
      await owner.follow(owner.button('Save'));
      await visitor.goto('/blog/what-lies-under-an-interface');
      assert.equal(visitor.path(), ARTICLE);
    });

    await step('A redirect that is deleted comes back', async () => {
      await owner.goto('/admin/redirects');
      const row = owner.page.locator('.row').filter({ hasText: '/blog' });
      await owner.follow(row.getByRole('button', { name: /^Delete/ }));
      await visitor.goto('/blog', { status: 404 });
      await owner.follow(owner.button('Undo'));
      await owner.isTold('is back');
    });

    await step('A table is looked at before it is imported', async () => {
      await owner.goto('/admin/redirects/import');
      await owner.field('Lines').fill('/one,/contact\n/two,nowhere\n');
      await owner.follow(owner.button('See what would happen'));
      await owner.sees('1 new, 0 changed, 0 as they are, 1 refused.');
      await owner.follow(owner.button('Import these'));
      await owner.isTold('1 new');
    });

    await step('A tag is renamed and then part of another one', async () => {
      await owner.goto('/admin/tags');
      const rows = owner.page.locator('.row');
      const address = (await rows.first().locator('.row__sub').innerText()).trim();
      await owner.follow(rows.first().getByRole('link').first());
      await owner.field('Name').fill('Aardvarks');
      await owner.field(/^Address/).fill('aardvarks');
      await owner.follow(owner.button('Save'));
      await owner.isTold('Aardvarks');
      await visitor.goto(address);
      assert.equal(visitor.path(), '/tags/aardvarks');
      await owner.follow(owner.link('Aardvarks', { exact: true }));
      await owner.field('The tag that stays').selectOption({ index: 1 });
      await owner.follow(owner.button('Merge'));
      await owner.isTold('is part of');
      await visitor.goto(address);
      assert.notEqual(visitor.path(), address);
    });
  });
}

const stage = useStage();

scene('Everybody can use the pages of redirects and tags, empty and full', stage, async () => {
  const owner = await stage.owner();
  for (const place of ['/admin/redirects', '/admin/redirects/misses', '/admin/redirects/new']) {
    await owner.goto(place);
    await inspect(owner, `${place}, empty`);
  }
  await owner.goto('/admin/redirects/import');
  await owner.field('Lines').fill(
    `/old-home,/\n/contact,/x\n/blog,/articles,yes\n/${'very-long-'.repeat(30)},https://example.org/${'a'.repeat(300)}\n/وتار,${ARTICLE}\n`,
  );
  await owner.follow(owner.button('See what would happen'));
  await inspect(owner, 'the plan of an import');
  await owner.follow(owner.button('Import these'));
  await inspect(owner, 'the list of redirects');
  await owner.follow(owner.link(/very-long/));
  await inspect(owner, 'a redirect');
  const visitor = await stage.visitor();
  await visitor.goto(`/lost/${'long-'.repeat(60)}`, { status: 404 });
  await owner.goto('/admin/redirects/misses');
  await inspect(owner, 'the list of misses');
  for (const address of ['/blog/x', '/nowhere', '/contact']) {
    await owner.goto(`/admin/redirects/test?address=${address}`);
    await inspect(owner, `the verdict on ${address}`);
  }
  await owner.goto('/admin/tags');
  await inspect(owner, 'the list of tags');
  await owner.follow(owner.page.locator('.row__title').first());
  await inspect(owner, 'a tag');
});
