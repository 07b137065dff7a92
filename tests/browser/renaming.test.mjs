// A new address of something that was published leads the old one to it, whatever is renamed back and forth.

import assert from 'node:assert/strict';

import { scene, useStage } from './support/stage.mjs';

const stage = useStage();

for (const [who, script] of [['Whoever', true], ['Without JavaScript, whoever', false]]) {
  const tail = script ? 'with-scripts' : 'without-scripts';

  scene(`${who} renames what is live sees the old address lead to the new one, and back again`, stage, async () => {
    const owner = await stage.owner({ script });
    const visitor = await stage.visitor({ script });
    const [a, b, c] = ['alpha', 'beta', 'gamma'].map((word) => `${word}-${tail}`);
    await owner.writeArticle({ title: `Renamed ${tail}`, text: 'Findable.' });
    await rename(owner, a);
    await owner.publish();
    await leads(visitor, a, a);

    await rename(owner, b);
    await owner.save();
    assert.equal((await hop(a)).status, 200, 'nothing changes outside before it is published');
    assert.equal((await hop(b)).status, 404);
    await owner.publish();
    assert.deepEqual(await hop(a), { status: 301, location: `/articles/${b}` });
    await leads(visitor, a, b);

    await rename(owner, a);
    await owner.publish();
    assert.equal((await hop(a)).status, 200, 'A to B to A is no loop');
    assert.deepEqual(await hop(b), { status: 301, location: `/articles/${a}` });
    await leads(visitor, b, a);

    await rename(owner, c);
    await owner.publish();
    for (const old of [a, b]) {
      assert.deepEqual(await hop(old), { status: 301, location: `/articles/${c}` }, 'each old address leads there in one step');
    }
  });

  scene(`${who} does not want the old address can leave it behind`, stage, async () => {
    const owner = await stage.owner({ script });
    const [a, b] = ['left', 'taken'].map((word) => `${word}-${tail}`);
    await owner.writeArticle({ title: `Left behind ${tail}`, text: 'Words.' });
    await rename(owner, a);
    await owner.publish();
    await rename(owner, b);
    await owner.save();
    await owner.reload();
    await owner.openSettings();
    await owner.field('Do not keep the old address').check();
    await owner.publish();
    assert.equal((await hop(a)).status, 404);
    assert.equal((await hop(b)).status, 200);
  });

  scene(`${who} takes an address that leads elsewhere is told so, and says whether it is meant`, stage, async () => {
    const owner = await stage.owner({ script });
    const [a, b] = ['wanted', 'moved'].map((word) => `${word}-${tail}`);
    await owner.writeArticle({ title: `The first here ${tail}`, text: 'Words.' });
    await rename(owner, a);
    await owner.publish();
    await rename(owner, b);
    await owner.publish();
    assert.deepEqual(await hop(a), { status: 301, location: `/articles/${b}` });

    await owner.writeArticle({ title: `The second here ${tail}`, text: 'Other words.' });
    await rename(owner, a);
    await owner.publish({ status: 422 });
    assert.match(await owner.errorAt(owner.field(/^Address/)), /leads to/);
    await owner.field('Take this address').check();
    await owner.publish();
    assert.equal((await hop(a)).status, 200);
    assert.ok((await stage.site.read(`/articles/${a}`)).text.includes('Other words.'));
  });
}

async function rename(person, slug) {
  await person.openSettings();
  await person.field(/^Address/).fill(slug);
}

/** One step of an address. */
async function hop(slug) {
  const response = await fetch(new URL(`/articles/${slug}`, stage.site.url), { redirect: 'manual' });
  await response.arrayBuffer();
  const location = response.headers.get('location');
  return location ? { status: response.status, location: location.replace(stage.site.url, '') } : { status: response.status };
}

async function leads(visitor, from, to) {
  await visitor.goto(`/articles/${from}`);
  assert.equal(visitor.path(), `/articles/${to}`);
  await visitor.sees('Findable.');
}
