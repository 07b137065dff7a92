// What the owner may rely on: the site is theirs alone, each change is public at the next request,
// what was deleted comes back, and every message can be read and put away.

import assert from 'node:assert/strict';

import { journey, OWNER } from './support/stage.mjs';

journey('The owner runs the site', (stage, step) => run(stage, step, true));
journey('The owner runs the site without JavaScript', (stage, step) => run(stage, step, false));

async function run(stage, step, script) {
  // The first two of these are there before the owner is, as on a real first day.
  const visitor = await stage.visitor({ script });
  const owner = await stage.visitor({ script });
  const save = owner.button('Save', { exact: true });
  const undo = owner.button('Undo');

  await step('a visitor writes before anybody owns the site', async () => {
    await visitor.goto('/contact');
    const openedAt = Date.now();
    await visitor.field('Your name').fill('Ingrid Early');
    await visitor.field('Your e-mail address').fill('ingrid@example.org');
    await visitor.field('Your message').fill('First line.\nSecond line.');
    await visitor.until(() => Date.now() - openedAt > 3_200, 'the time to write has passed');
    await visitor.follow(visitor.button('Send the message'));
    assert.equal(visitor.path(), '/contact/thanks');
  });

  await step('the set-up link makes the owner, and only with a password that is hard to guess', async () => {
    await owner.goto(stage.site.setupLink);
    const create = owner.button('Create the owner and sign in');
    const email = owner.field('E-mail address');
    const password = owner.field('Password');
    for (const [weak, reason] of [['eleven char', /at least 12/], ['passwordpassword', /guessed quickly/]]) {
      await email.fill(OWNER.email);
      await password.fill(weak);
      await owner.field('Password again').fill(weak);
      await owner.follow(create, { status: 422 });
      await owner.summaryHasFocus();
      assert.match(await owner.errorAt(password), reason);
      assert.equal(await email.inputValue(), OWNER.email);
      assert.equal(await password.inputValue(), '', 'a password is never sent back');
    }
    await password.fill(OWNER.password);
    await owner.field('Password again').fill('another lantern forty wives');
    await owner.follow(create, { status: 422 });
    assert.match(await owner.errorAt(owner.field('Password again')), /differ/);
    await owner.becomeOwner(OWNER);
    await owner.isTold('This site is yours now');
  });

  await step('the set-up link works once', async () => {
    const late = await stage.visitor({ script });
    await late.goto(stage.site.setupLink, { status: 410 });
    assert.match(await late.heading(), /no longer works/);
    await late.context.close();
  });

  await step('signing out closes the panel, and only the right password opens it', async () => {
    await owner.follow(owner.button('Sign out'));
    assert.equal(owner.path(), '/admin/sign-in');
    await owner.goto('/admin/articles');
    assert.equal(owner.path(), '/admin/sign-in?next=/admin/articles');
    await owner.field('E-mail address').fill(OWNER.email);
    await owner.field('Password').fill('not the password');
    await owner.follow(owner.button('Sign in'), { status: 422 });
    await owner.summaryHasFocus();
    await owner.sees(/not right/);
    assert.equal(await owner.field('E-mail address').inputValue(), OWNER.email);
    assert.equal(await owner.field('Password').inputValue(), '');
    await owner.field('Password').fill(OWNER.password);
    await owner.follow(owner.button('Sign in'));
    assert.equal(owner.path(), '/admin/articles', 'the page that was asked for opens');
  });

  await step('a changed service is on the site at the next request', async () => {
    await visitor.goto('/services/database-engineering');
    await owner.follow(owner.link('Services', { exact: true }));
    await owner.follow(owner.link('Database engineering'));
    await owner.field('Title').fill('');
    await owner.publish({ status: 422 });
    await owner.summaryHasFocus();
    assert.match(await owner.errorAt(owner.field('Title')), /\w/);
    await owner.field('Title').fill('Databases & their care');
    await owner.field('Summary').fill('Schemas that say <no> to bad data.');
    await owner.writeText('A paragraph with **weight**.\n\n<script>alert(1)</script>');
    await owner.openSettings();
    await owner.field(/^What the client gets/).fill('A schema\nA plan');
    await owner.save();
    await visitor.reload();
    assert.equal(await visitor.heading(), 'Database engineering', 'what is saved is not what visitors see');
    await owner.publish();

    await visitor.reload();
    assert.equal(await visitor.heading(), 'Databases & their care');
    await visitor.sees('Schemas that say <no> to bad data.');
    assert.equal(await visitor.page.locator('.prose strong').innerText(), 'weight');
    assert.deepEqual(await visitor.page.locator('.deliverables li').allInnerTexts(), ['A schema', 'A plan']);
    await visitor.goto('/services');
    assert.equal(await visitor.link('Databases & their care').count(), 1);
    await visitor.goto('/');
    assert.equal(await visitor.link('Databases & their care').count(), 1);
  });

  await step('a new address of a service leads the old one to the new', async () => {
    await owner.openSettings();
    await owner.field(/^Address/).fill('databases');
    await owner.publish();
    await visitor.goto('/services/database-engineering');
    assert.equal(visitor.path(), '/services/databases');
  });

  await step('services stand in the order that buttons give them', async () => {
    await owner.goto('/admin/services');
    const before = await titles(owner);
    assert.equal(before.length, 7);
    assert.ok(await inRow(owner, before[0], 'Up').isDisabled(), 'the first cannot go up');
    const down = inRow(owner, before[0], 'Down');
    if (script) {
      await down.click();
      await owner.isToldQuietly(`${before[0]} is now number 2 of 7.`);
      assert.ok(await down.evaluate((button) => button === document.activeElement), 'the focus stays on the button');
    } else {
      await owner.follow(down);
    }
    const wanted = [before[1], before[0], ...before.slice(2)];
    assert.deepEqual(await titles(owner), wanted);
    await owner.reload();
    assert.deepEqual(await titles(owner), wanted);
    await visitor.goto('/services');
    assert.deepEqual(await visitor.page.locator('.services__title').allInnerTexts(), wanted);
  });

  if (script) {
    await step('services stand in the order to which they are dragged', async () => {
      const before = await titles(owner);
      const handles = owner.page.locator('[data-drag-handle]');
      const rows = owner.page.locator('[data-order-item]');
      await handles.nth(3).dragTo(rows.nth(0), { targetPosition: { x: 40, y: 4 } });
      await owner.isToldQuietly(`${before[3]} is now number 1 of 7.`);
      const wanted = [before[3], ...before.slice(0, 3), ...before.slice(4)];
      assert.deepEqual(await titles(owner), wanted);
      await owner.reload();
      assert.deepEqual(await titles(owner), wanted);
      await visitor.goto('/');
      assert.deepEqual(await visitor.page.locator('.services__title').allInnerTexts(), wanted);
    });
  }

  await step('a hidden service is gone from the site until it is shown again', async () => {
    await owner.goto('/admin/services');
    await owner.follow(inRow(owner, 'SaaS foundations', 'Hide'));
    await owner.isTold('is hidden');
    await visitor.goto('/services/saas-foundations', { status: 404 });
    await visitor.goto('/');
    assert.equal(await visitor.link('SaaS foundations').count(), 0);
    assert.equal(await visitor.page.getByRole('option', { name: 'SaaS foundations' }).count(), 0);
    await owner.follow(undo);
    await visitor.goto('/services/saas-foundations');
  });

  await step('a new service is made, and one that was deleted comes back', async () => {
    await owner.goto('/admin/services');
    await owner.follow(owner.link('New service'));
    await owner.field('Title').fill('Second opinions');
    await owner.field('Summary').fill('A day, a question, an answer in writing.');
    await owner.publish();
    await visitor.goto('/services/second-opinions');
    await owner.openSettings();
    await owner.follow(owner.button('Delete service'));
    await owner.isTold('is in the trash');
    await visitor.goto('/services/second-opinions', { status: 410 });
    await owner.follow(undo);
    await owner.isTold('is back');
    await visitor.goto('/services/second-opinions');
  });

  await step('a changed article is on the site at the next request', async () => {
    await visitor.goto('/articles/what-lies-under-an-interface');
    await owner.follow(owner.link('Articles', { exact: true }));
    await owner.follow(owner.link('What lies under an interface', { exact: true }));
    await owner.field('Title').fill('What an interface stands on');
    await owner.publish();
    await visitor.reload();
    assert.equal(await visitor.heading(), 'What an interface stands on');
  });

  await step('a new article is a draft that nobody sees', async () => {
    await owner.goto('/admin/articles');
    await owner.follow(owner.link('New article'));
    await owner.field('Title').fill('Queues are promises');
    await owner.writeText('An opening line.\n\n## A heading\n\n```rust\nfn main() {}\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |');
    await owner.openSettings();
    await owner.field(/^Tags/).fill('Queues, Promises & doubts');
    await owner.save();
    assert.match(owner.path(), /^\/admin\/articles\/[0-9a-f-]{36}\/edit$/);
    await owner.openSettings();
    await owner.sees('Visitors cannot see it.');
    await visitor.goto('/articles/queues-are-promises', { status: 404 });
    await visitor.goto('/articles');
    assert.equal(await visitor.link('Queues are promises').count(), 0);
    assert.equal(await visitor.link('Queues', { exact: true }).count(), 0);
  });

  await step('publishing puts it on the site, into the lists, under its tags and into the feed', async () => {
    await owner.publish();
    assert.equal(await owner.field(/^Address/).inputValue(), 'queues-are-promises');
    await visitor.goto('/articles/queues-are-promises');
    assert.equal(await visitor.heading(), 'Queues are promises');
    await visitor.follow(visitor.link('Promises & doubts', { exact: true }));
    assert.match(visitor.path(), /^\/tags\/promises-/);
    await visitor.follow(visitor.link('Queues are promises'));
    await visitor.goto('/articles');
    assert.equal(await visitor.page.locator('.articles__title').first().innerText(), 'Queues are promises');
    await visitor.goto('/');
    assert.equal(await visitor.link('Queues are promises').count(), 1);
    assert.ok((await stage.site.read('/feed.atom')).text.includes('Queues are promises'));
    assert.ok((await stage.site.read('/sitemap.xml')).text.includes('/articles/queues-are-promises<'));
  });

  await step('withdrawing takes it from all of these', async () => {
    await owner.openSettings();
    await owner.follow(owner.button('Withdraw from the site'));
    await owner.isTold('is off the site');
    await visitor.goto('/articles/queues-are-promises', { status: 404 });
    await visitor.goto('/articles');
    assert.equal(await visitor.link('Queues are promises').count(), 0);
    assert.ok(!(await stage.site.read('/feed.atom')).text.includes('Queues are promises'));
    await owner.publish();
    await visitor.goto('/articles/queues-are-promises');
  });

  await step('a deleted article is gone for visitors and comes back whole', async () => {
    await owner.openSettings();
    await owner.follow(owner.button('Delete article'));
    assert.equal(owner.path(), '/admin/articles');
    await owner.isTold('is in the trash');
    await visitor.goto('/articles/queues-are-promises', { status: 410 });
    await owner.follow(undo);
    await owner.isTold('is back');
    await visitor.goto('/articles/queues-are-promises');
    assert.equal(await visitor.heading(), 'Queues are promises');
    await visitor.sees('Promises & doubts');
  });

  await step('an address that is taken is refused with all words kept', async () => {
    const words = 'Words with < & > and "quotes".';
    await owner.writeArticle({ title: 'Queues are promises', text: words });
    await owner.openSettings();
    await owner.field(/^Address/).fill('queues-are-promises');
    await owner.publish({ status: 422 });
    await owner.summaryHasFocus();
    assert.match(await owner.errorAt(owner.field(/^Address/)), /Another page has this address/);
    assert.equal(await owner.heldText().inputValue(), words);
    await owner.field(/^Address/).fill('queues-are-promises-too');
    await owner.publish();
    await visitor.goto('/articles/queues-are-promises-too');
    await visitor.sees(words);
  });

  await step('a changed section is on the home page at the next request', async () => {
    await owner.goto('/admin/sections');
    await owner.follow(owner.link('About', { exact: true }));
    await owner.field('Heading').fill('Who keeps this place');
    await owner.writeText('One person, with *care*.');
    await owner.publish();
    await visitor.goto('/');
    const about = visitor.page.getByRole('region', { name: 'Who keeps this place' });
    assert.equal(await about.locator('em').innerText(), 'care');
    await owner.goto('/admin/sections/principles/edit');
    await owner.field('Principle 5: title').fill('Write it down');
    await owner.field('Principle 5: text').fill('Memory is a cache.');
    await owner.publish();
    await visitor.reload();
    assert.equal(await visitor.page.locator('.principles__item').count(), 5);
    await visitor.sees('Memory is a cache.');
  });

  await step('a hidden section leaves nothing behind', async () => {
    await owner.goto('/admin/sections');
    const names = await titles(owner);
    await owner.follow(inRow(owner, names.find((name) => /work/i.test(name)), 'Hide'));
    await owner.isTold('hidden');
    await visitor.goto('/');
    assert.equal(await visitor.page.locator('#way-of-working').count(), 0);
    assert.equal(await visitor.page.locator('.steps').count(), 0);
    const numbers = await visitor.page.locator('.section__number').allInnerTexts();
    assert.deepEqual(numbers.map(Number), numbers.map((_, index) => index + 1), 'the numbers have no gap');
    await owner.follow(undo);
    await visitor.reload();
    assert.equal(await visitor.page.locator('#way-of-working').count(), 1);
  });

  await step('sections stand in the order that is given to them', async () => {
    await owner.goto('/admin/sections');
    const before = await titles(owner);
    const up = inRow(owner, before[2], 'Up');
    if (script) {
      await up.click();
      await owner.isToldQuietly(`${before[2]} is now number 2 of 7.`);
    } else {
      await owner.follow(up);
    }
    await visitor.goto('/');
    const ids = await visitor.page.locator('main > section').evaluateAll((all) => all.map((section) => section.id));
    assert.deepEqual(ids.slice(0, 3), ['hero', 'principles', 'about']);
  });

  await step('a message is read in the inbox, and the unread count goes down', async () => {
    await owner.goto('/admin');
    const room = owner.page.getByRole('navigation', { name: 'Panel' }).getByRole('link', { name: /^Inbox/ });
    assert.match(await room.innerText(), /1/);
    await owner.follow(room);
    await owner.follow(owner.link(/^Unread: Ingrid Early/));
    assert.equal(await owner.heading(), 'Ingrid Early');
    assert.equal(await owner.page.locator('.letter__body').innerText(), 'First line.\nSecond line.');
    if (!script) {
      await owner.follow(owner.button('Mark as read'));
    }
    await owner.button('Mark as unread').waitFor();
    assert.doesNotMatch(await room.innerText(), /\d/);
    await owner.reload();
    assert.doesNotMatch(await room.innerText(), /\d/);
    await owner.follow(owner.button('Mark as unread'));
    assert.match(await room.innerText(), /1/);
  });

  await step('a message can be archived, called spam, deleted and brought back', async () => {
    const row = owner.link(/Ingrid Early/);
    const openIn = async (folder) => {
      await owner.goto(`/admin/inbox?folder=${folder}`);
      await owner.follow(row);
      if (!script && (await owner.button('Mark as read').count()) > 0) {
        await owner.follow(owner.button('Mark as read'));
      }
      await owner.button('Mark as unread').waitFor();
    };
    await openIn('inbox');
    await owner.follow(owner.button('Archive', { exact: true }));
    await owner.isTold('is archived');
    assert.equal(await row.count(), 0);
    await openIn('archive');
    await owner.follow(owner.button('Spam', { exact: true }));
    await owner.isTold('is in spam');
    await openIn('spam');
    await owner.follow(owner.button('Not spam'));
    await owner.isTold('in the inbox again');
    await openIn('inbox');
    await owner.follow(owner.button('Delete', { exact: true }));
    await owner.isTold('was deleted');
    assert.equal(await row.count(), 0);
    await owner.follow(undo);
    await owner.isTold('is back');
    await owner.goto('/admin/inbox');
    assert.equal(await row.count(), 1);
  });

  await step('changed settings are on every page at the next request', async () => {
    await owner.goto('/admin/settings');
    await owner.field('Time zone').fill('Nowhere/Land');
    await owner.field('Site name').fill('Ground & Line');
    await owner.follow(save, { status: 422 });
    await owner.summaryHasFocus();
    assert.match(await owner.errorAt(owner.field('Time zone')), /\w/);
    assert.equal(await owner.field('Site name').inputValue(), 'Ground & Line');
    await owner.field('Time zone').fill('Europe/Stockholm');
    await owner.field('Role').fill('Builder of foundations');
    await owner.field(/^Contact address/).fill('hello@example.org');
    const link = owner.page.locator('.pair').first();
    await link.getByLabel('Name').fill('Code');
    await link.getByLabel('Address').fill('https://example.org/code');
    await owner.follow(save);
    await owner.isTold(/Saved/);
    await visitor.goto('/articles');
    await visitor.sees('Ground & Line', visitor.page.getByRole('banner'));
    const footer = visitor.page.getByRole('contentinfo');
    await visitor.sees('Builder of foundations', footer);
    assert.equal(await footer.getByRole('link', { name: 'Code' }).getAttribute('href'), 'https://example.org/code');
    assert.equal(
      await footer.getByRole('link', { name: 'hello@example.org' }).getAttribute('href'),
      'mailto:hello@example.org',
    );
  });

  await step('after signing out, the panel is closed', async () => {
    await owner.goto('/admin');
    await owner.follow(owner.button('Sign out'));
    await owner.goto('/admin/settings');
    assert.match(owner.path(), /^\/admin\/sign-in/);
  });
}

/** The titles of a list's rows in their order. */
function titles(person) {
  return person.page.locator('.rows--ordered .row__title').allInnerTexts();
}

/** A button in the row of a title. */
function inRow(person, title, verb) {
  const row = person.page.locator('.row').filter({ has: person.link(title, { exact: true }) });
  return row.getByRole('button', { name: new RegExp(`^${verb}\\b`) });
}
