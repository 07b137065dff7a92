// A site that holds nothing yet is a whole site all the same, and its owner can begin anywhere.

import assert from 'node:assert/strict';

import { inspect } from './support/inspection.mjs';
import { scene, useStage } from './support/stage.mjs';

const stage = useStage({ starterContent: false });

scene('The pages of an empty site say so, and lead nowhere that does not exist', stage, async () => {
  const visitor = await stage.visitor();
  for (const place of ['/', '/services', '/articles', '/contact']) {
    await visitor.goto(place);
    assert.ok(await visitor.page.getByRole('heading', { level: 1 }).innerText());
    const hrefs = await visitor.page.locator('a[href^="/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    for (const href of new Set(hrefs)) {
      assert.equal((await stage.site.read(href)).status, 200, `${place} links ${href}`);
    }
    await inspect(visitor, `${place} of an empty site`);
  }
});

scene('The rooms of an empty panel say what to do next', stage, async () => {
  const owner = await stage.owner();
  for (const [place, words] of [
    ['/admin', /No message yet/],
    ['/admin/articles', /No articles yet/],
    ['/admin/services', /No services yet/],
    ['/admin/inbox', /Nothing is waiting/],
  ]) {
    await owner.goto(place);
    await owner.sees(words);
    await inspect(owner, `${place} of an empty site`);
  }
});

scene('The owner of an empty site makes its first service and its first article', stage, async () => {
  const owner = await stage.owner();
  const visitor = await stage.visitor();
  await owner.goto('/admin/services');
  await owner.follow(owner.link('Describe a service'));
  await owner.field('Title').fill('Only service');
  await owner.field('Summary').fill('The one thing that is done here.');
  await owner.publish();
  await visitor.goto('/services');
  await visitor.follow(visitor.link('Only service'));
  assert.equal(await visitor.field(/^What is it about/).inputValue(), 'only-service');
  await owner.goto('/admin/articles');
  await owner.follow(owner.link('Write an article'));
  await owner.field('Title').fill('Only article');
  await owner.writeText('Words.');
  await owner.publish();
  await visitor.goto('/articles');
  await visitor.follow(visitor.link('Only article'));
  await inspect(visitor, 'an article of a few words');
});
