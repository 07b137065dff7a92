// Searching, as somebody does who mistypes: from any page, by keyboard, with and without JavaScript.

import assert from 'node:assert/strict';

import { inspect } from './support/inspection.mjs';
import { scene, useStage } from './support/stage.mjs';

const stage = useStage();

for (const [who, script] of [['A visitor', true], ['A visitor without JavaScript', false]]) {
  scene(`${who} mistypes, finds what was meant, and opens it`, stage, async () => {
    const visitor = await stage.visitor({ script });
    await visitor.goto('/services');
    await visitor.follow(visitor.page.locator('.site-header').getByRole('link', { name: 'Search' }));
    assert.equal(visitor.path(), '/search');
    assert.equal(await visitor.heading(), 'Search');
    await visitor.page.getByRole('searchbox').fill('databse engineerign');
    await visitor.follow(visitor.page.locator('main').getByRole('button', { name: 'Search' }));
    assert.equal(await visitor.page.locator('.search__instead strong').innerText(), 'database engineering');
    assert.equal(await visitor.page.getByRole('searchbox').inputValue(), 'databse engineerign');
    const first = visitor.page.locator('.results__item').first();
    assert.ok((await first.locator('mark').count()) >= 2, 'the words are marked');
    await visitor.follow(first.getByRole('link'));
    assert.equal(await visitor.heading(), 'Database engineering');

    await visitor.goto('/search?q=databse+engineerign');
    await visitor.follow(visitor.link('Search for exactly what was typed'));
    await visitor.sees('Nothing found');
  });
}

scene('A visitor searches with the keyboard alone', stage, async () => {
  const visitor = await stage.visitor();
  await visitor.goto('/search');
  const focused = () => visitor.page.evaluate(() => document.activeElement.id);
  assert.equal(await focused(), 'search-words', 'the field of the empty page has the focus');
  await visitor.page.keyboard.type('architecture');
  await Promise.all([visitor.page.waitForURL(/q=architecture/), visitor.page.keyboard.press('Enter')]);
  assert.match(await visitor.page.locator('h2').first().innerText(), /result/);
});

for (const [name, place, status] of [
  ['the empty search page', '/search', 200],
  ['a page of results', '/search?q=software', 200],
  ['results for other words', '/search?q=databse+engineerign', 200],
  ['a search that found nothing', '/search?q=qqqq+wwww', 200],
  ['a search of signs', '/search?q=%3F%21', 200],
  ['a search for a word too long for its line', `/search?q=${'long'.repeat(45)}`, 200],
  ['the page of a missing address with its field', '/no-such-page', 404],
]) {
  scene(`Everybody can use ${name}`, stage, async () => {
    const visitor = await stage.visitor();
    await visitor.goto(place, { status });
    await inspect(visitor, name);
  });
}

scene('Everybody can use an article with related ones', stage, async () => {
  const visitor = await stage.visitor();
  await visitor.goto('/articles/what-lies-under-an-interface');
  await inspect(visitor, 'an article with related ones');
});
