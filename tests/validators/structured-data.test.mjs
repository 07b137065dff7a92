// What pages say of themselves to search engines, judged by Adobe's validator: its rules for rich
// results, and each type and property against the vocabulary of schema.org.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import Validator from '@adobe/structured-data-validator';
import Extractor from '@marbec/web-auto-extractor';

import { scene, useStage } from '../browser/support/stage.mjs';
import { vocabulary } from './schema-org.mjs';

const stage = useStage();
const schema = await vocabulary();

const PAGES = [
  ['the home page', '/', ['Person', 'WebSite']],
  ['a service', '/services/api-design-and-integration', ['BreadcrumbList', 'Service']],
  ['an article', '/articles/what-lies-under-an-interface', ['BlogPosting', 'BreadcrumbList']],
  ['a subject', '/tags/reliability', ['BreadcrumbList']],
  ['the page of the feeds', '/subscribe', ['BreadcrumbList']],
];

const extracted = (html) => new Extractor({ addLocation: true, embedSource: ['rdfa', 'microdata'] }).parse(html);
const issues = (found) => new Validator(schema).validate(found);

for (const [name, place, types] of PAGES) {
  scene(`The data of ${name} is valid, and Chromium has nothing to say about it`, stage, async () => {
    const visitor = await stage.visitor();
    await visitor.goto(place);
    const found = extracted(await visitor.page.content());
    assert.deepEqual(Object.keys(found.jsonld).toSorted(), types);
    assert.deepEqual(await issues(found), []);
  });
}

scene('A title that would end a script is data and nothing else', stage, async () => {
  const title = 'An </script><script>document.title = "broken"</script> & <!-- "end"';
  const owner = await stage.owner();
  await owner.writeArticle({ title, text: 'Words.' });
  await owner.publish();
  const address = await owner.field(/^Address/).inputValue();
  const visitor = await stage.visitor();
  await visitor.goto(`/articles/${address}`);
  assert.equal(await visitor.heading(), title);
  assert.notEqual(await visitor.page.title(), 'broken');
  const found = extracted(await visitor.page.content());
  assert.equal(found.jsonld.BlogPosting[0].headline, title);
  assert.deepEqual(await issues(found), []);
});

test('The validator does complain about what is wrong', async () => {
  const page = (data) => `<script type="application/ld+json">${JSON.stringify({ '@context': 'https://schema.org', ...data })}</script>`;
  const messages = async (data) => (await issues(extracted(page(data)))).map(({ issueMessage }) => issueMessage);
  assert.match((await messages({ '@type': 'BlogPost', headline: 'x' })).join(), /"BlogPost" is not a valid/);
  assert.match((await messages({ '@type': 'BlogPosting', headlines: 'x' })).join(), /"headlines" for type "BlogPosting"/);
  assert.match((await messages({ '@type': 'Person', url: 'x' })).join(), /"name" is missing/);
  assert.deepEqual(await messages({ '@type': 'BlogPosting', headline: 'x', name: 'y', wordCount: 3 }), []);
});
