// What a visitor may rely on: finding a service, writing about it, and being heard once.

import assert from 'node:assert/strict';

import { scene, useStage } from './support/stage.mjs';

// The form takes whoever sends it in under three seconds for a machine.
const TIME_TO_WRITE_MS = 3_200;

const stage = useStage();

for (const [who, script] of [['A visitor', true], ['A visitor without JavaScript', false]]) {
  scene(`${who} finds a service, writes about it and is thanked`, stage, async () => {
    const visitor = await stage.visitor({ script });
    const name = `Ada of the ${script ? 'scripts' : 'plain pages'}`;

    await visitor.goto('/');
    assert.match(await visitor.heading(), /Backend development/);
    const services = visitor.page.locator('#services');
    await visitor.follow(visitor.link('Database engineering').and(services.getByRole('link')));
    assert.equal(visitor.path(), '/services/database-engineering');
    assert.equal(await visitor.heading(), 'Database engineering');
    const openedAt = Date.now();
    assert.equal(await visitor.field(/What is it about/).inputValue(), 'database-engineering');

    await visitor.field('Your name').fill(name);
    await visitor.field('Your e-mail address').fill('ada at example');
    await visitor.field('Your message').fill('Our orders table grows.\n\n  What <b>now</b>? 🌱');
    const send = visitor.button('Send the message');

    // A mistake costs nothing that was typed.
    await visitor.follow(send, { status: 422 });
    await visitor.summaryHasFocus();
    assert.match(await visitor.errorAt(visitor.field('Your e-mail address')), /\w/);
    assert.equal(await visitor.field('Your name').inputValue(), name);
    assert.equal(await visitor.field('Your e-mail address').inputValue(), 'ada at example');
    assert.equal(await visitor.field(/What is it about/).inputValue(), 'database-engineering');
    assert.equal(await visitor.field('Your message').inputValue(), 'Our orders table grows.\n\n  What <b>now</b>? 🌱');

    await visitor.field('Your e-mail address').fill('ada@example.org');
    await visitor.until(() => Date.now() - openedAt > TIME_TO_WRITE_MS, 'the time to write has passed');
    await visitor.follow(send);
    assert.equal(visitor.path(), '/contact/thanks');
    assert.match(await visitor.heading(), /Thank you/);

    const again = await visitor.reload();
    assert.equal(again.request().method(), 'GET');
    assert.equal(visitor.path(), '/contact/thanks');
    assert.deepEqual(await visitor.context.cookies(), []);

    const owner = await stage.owner();
    await owner.goto('/admin/inbox');
    const received = owner.page.locator('.mail-row').filter({ hasText: name });
    assert.equal(await received.count(), 1, 'the message arrived once');
    await owner.follow(received.getByRole('link'));
    await owner.sees('Database engineering', owner.page.locator('.letter__facts'));
    assert.equal(
      await owner.page.locator('.letter__body').innerText(),
      'Our orders table grows.\n\n  What <b>now</b>? 🌱',
    );
  });
}

scene('Going back and sending the same form again is the same message', stage, async () => {
  const visitor = await stage.visitor();
  await visitor.goto('/contact');
  const openedAt = Date.now();
  await visitor.field('Your name').fill('Grace Twice');
  await visitor.field('Your e-mail address').fill('grace@example.org');
  await visitor.field('Your message').fill('Did this arrive?');
  await visitor.until(() => Date.now() - openedAt > TIME_TO_WRITE_MS, 'the time to write has passed');
  await visitor.follow(visitor.button('Send the message'));
  await visitor.page.goBack();
  assert.equal(await visitor.field('Your message').inputValue(), 'Did this arrive?');
  await visitor.follow(visitor.button('Send the message'));
  assert.equal(visitor.path(), '/contact/thanks');

  const owner = await stage.owner();
  await owner.goto('/admin/inbox');
  assert.equal(await owner.page.locator('.mail-row').filter({ hasText: 'Grace Twice' }).count(), 1);
});

scene('A link from anywhere can open the contact page with a service chosen', stage, async () => {
  const visitor = await stage.visitor();
  await visitor.goto('/contact?service=software-architecture');
  assert.equal(await visitor.field(/What is it about/).inputValue(), 'software-architecture');
  await visitor.goto('/contact?service=no-such-service');
  assert.equal(await visitor.field(/What is it about/).inputValue(), '');
});

scene('Somebody who sends the form at once is kept apart, not turned away', stage, async () => {
  const hasty = await stage.visitor();
  await hasty.goto('/contact');
  // The text is put in from outside, as a machine would do it, so that it cannot take long.
  await hasty.page.evaluate(() => {
    document.querySelector('#name').value = 'Quick Sender';
    document.querySelector('#email').value = 'quick@example.org';
    document.querySelector('#message').value = 'Sent by a machine';
    document.querySelector('#website').value = 'https://example.org';
  });
  await hasty.follow(hasty.button('Send the message'));
  assert.equal(hasty.path(), '/contact/thanks');

  const owner = await stage.owner();
  await owner.goto('/admin/inbox');
  assert.doesNotMatch(await owner.mainText(), /Quick Sender/);
  await owner.goto('/admin/inbox?folder=spam');
  await owner.follow(owner.link(/Quick Sender/));
  await owner.sees('Why it is in spam');
});

scene('A visitor is never given a cookie', stage, async () => {
  const visitor = await stage.visitor();
  const places = [
    '/', '/services', '/services/backend-development', '/articles', '/articles/what-lies-under-an-interface',
    '/tags/architecture', '/contact', '/contact/thanks',
  ];
  for (const place of places) {
    const response = await visitor.goto(place);
    assert.equal(await response.headerValue('set-cookie'), null, place);
  }
  await visitor.goto('/no-such-page', { status: 404 });
  assert.deepEqual(await visitor.context.cookies(), []);
  const stored = await visitor.page.evaluate(() => localStorage.length + sessionStorage.length);
  assert.equal(stored, 0, 'nothing else is stored in the browser either');
});

scene('Every link of the home page leads somewhere', stage, async () => {
  const visitor = await stage.visitor();
  await visitor.goto('/');
  const hrefs = await visitor.page.locator('a[href]').evaluateAll((links) => links.map((link) => link.href));
  const own = new Set(hrefs.filter((href) => href.startsWith(stage.site.url)));
  assert.ok(own.size >= 12, 'services, articles and pages are linked');
  for (const href of own) {
    const { status, text } = await stage.site.read(href);
    assert.equal(status, 200, href);
    const { hash } = new URL(href);
    assert.ok(!hash || text.includes(`id="${hash.slice(1)}"`), `${href} leads to a part that exists`);
  }
});
