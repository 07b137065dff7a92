// Every page, in each state that it can have: usable by everybody, in light and dark, wide and narrow.

import assert from 'node:assert/strict';

import { inspect } from './support/inspection.mjs';
import { scene, useStage } from './support/stage.mjs';

const stage = useStage();

const PUBLIC = [
  ['the home page', '/'],
  ['the list of services', '/services'],
  ['a service', '/services/api-design-and-integration'],
  ['the list of articles', '/articles'],
  ['an article with a table, code and a figure', '/articles/traffic-data-and-teams-grow-differently'],
  ['another article', '/articles/what-lies-under-an-interface'],
  ['a third article', '/articles/why-effortless-software-takes-work'],
  ['a subject', '/tags/reliability'],
  ['the page of the feeds', '/subscribe'],
  ['the contact page', '/contact'],
  ['the thank-you page', '/contact/thanks'],
];

for (const [name, place] of PUBLIC) {
  scene(`Everybody can use ${name}`, stage, async () => {
    const visitor = await stage.visitor();
    await visitor.goto(place);
    assert.ok(await visitor.heading());
    await inspect(visitor, name);
  });
}

scene('Everybody can use the contact page when a message was refused', stage, async () => {
  const visitor = await stage.visitor();
  await visitor.goto('/contact');
  await visitor.follow(visitor.button('Send the message'), { status: 422 });
  await inspect(visitor, 'the refused contact page');
});

scene('Everybody can use the page of an address that leads nowhere', stage, async () => {
  const visitor = await stage.visitor();
  await visitor.goto('/no-such-page', { status: 404 });
  await inspect(visitor, 'the page of an unknown address');
});

scene('Everybody can use the page of a thing that is gone for good', stage, async () => {
  const owner = await stage.owner();
  await owner.writeArticle({ title: 'Soon gone', text: 'Words.' });
  await owner.publish();
  await owner.openSettings();
  await owner.follow(owner.button('Delete article'));
  await inspect(owner, 'the list after a deletion');
  const visitor = await stage.visitor();
  await visitor.goto('/articles/soon-gone', { status: 410 });
  await inspect(visitor, 'the page of a deleted article');
});

scene('Everybody can use the entrances of the panel', stage, async () => {
  await stage.owner();
  const stranger = await stage.visitor();
  await stranger.goto('/admin/sign-in');
  await inspect(stranger, 'the sign-in page');
  await stranger.field('E-mail address').fill('nobody');
  await stranger.follow(stranger.button('Sign in'), { status: 422 });
  await inspect(stranger, 'the refused sign-in page');
  await stranger.goto(stage.site.setupLink, { status: 410 });
  await inspect(stranger, 'the page of a used set-up link');
});

const PANEL = [
  ['the overview', '/admin'],
  ['the articles', '/admin/articles'],
  ['the published articles', '/admin/articles?state=published'],
  ['the page of a new article', '/admin/articles/new'],
  ['the services', '/admin/services'],
  ['the page of a new service', '/admin/services/new'],
  ['the sections', '/admin/sections'],
  ['the hero section', '/admin/sections/hero/edit'],
  ['the about section', '/admin/sections/about/edit'],
  ['the principles section', '/admin/sections/principles/edit'],
  ['the contact section', '/admin/sections/contact/edit'],
  ['the empty archive', '/admin/inbox?folder=archive'],
  ['the settings', '/admin/settings'],
];

for (const [name, place] of PANEL) {
  scene(`Everybody can use ${name} in the panel`, stage, async () => {
    const owner = await stage.owner();
    await owner.goto(place);
    assert.ok(await owner.heading());
    await inspect(owner, name);
  });
}

scene('Everybody can use the inbox', stage, async () => {
  const visitor = await stage.visitor();
  for (const [name, isMachine] of [['Lise Reader', false], ['Max Machine', true]]) {
    await visitor.goto('/contact?service=saas-foundations');
    const openedAt = Date.now();
    await visitor.field('Your name').fill(name);
    await visitor.field('Your e-mail address').fill('reader@example.org');
    await visitor.field('Your message').fill(`${'A-word-that-does-not-end'.repeat(20)}\n\nAnother paragraph.`);
    if (isMachine) {
      await visitor.page.evaluate(() => (document.querySelector('#website').value = 'https://example.org'));
    } else {
      await visitor.until(() => Date.now() - openedAt > 3_200, 'the time to write has passed');
    }
    await visitor.follow(visitor.button('Send the message'));
  }
  const owner = await stage.owner();
  await owner.goto('/admin');
  await inspect(owner, 'the overview with a message');
  await owner.goto('/admin/inbox');
  await inspect(owner, 'the inbox');
  await owner.follow(owner.link(/Lise Reader/));
  await owner.button('Mark as unread').waitFor();
  await inspect(owner, 'a message');
  await owner.goto('/admin/inbox?folder=spam');
  await owner.follow(owner.link(/Max Machine/));
  await owner.button('Mark as unread').waitFor();
  await inspect(owner, 'a message that was taken for spam');
  await owner.follow(owner.button('Delete', { exact: true }));
  await owner.goto('/admin/inbox?folder=deleted');
  await inspect(owner, 'the deleted messages');
});

scene('Everybody can use the page of an address that the panel does not have', stage, async () => {
  const owner = await stage.owner();
  await owner.goto('/admin/no-such-page', { status: 404 });
  await inspect(owner, 'the panel’s page of an unknown address');
});
