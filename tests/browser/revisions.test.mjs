// Every state that was saved by hand or published can be found, compared and had back.

import assert from 'node:assert/strict';

import { scene, useStage } from './support/stage.mjs';

const stage = useStage();

for (const [who, script] of [['Whoever', true], ['Without JavaScript, whoever', false]]) {
  const tail = script ? 'with scripts' : 'without scripts';

  scene(`${who} changed their mind finds an older revision, compares it, restores it and publishes it`, stage, async () => {
    const owner = await stage.owner({ script });
    const address = `/articles/mind-${script ? 'with' : 'without'}-scripts`;
    await owner.writeArticle({ title: `Mind ${tail}`, text: 'One old sentence.\n\nKept.' });
    await owner.publish();
    await owner.writeText('One new sentence.\n\nKept.');
    await owner.field('Title').fill(`Mind changed ${tail}`);
    await owner.publish();
    const place = owner.path();
    assert.ok((await stage.site.read(address)).text.includes('One new sentence.'));

    await owner.openSettings();
    await owner.follow(owner.link('History of its revisions'));
    const published = owner.page.locator('.revision').filter({ hasText: 'Published' });
    assert.equal(await published.count(), 2, 'each publication is kept');
    const older = published.last();
    await older.getByRole('radio', { name: /^Compare from/ }).check();
    await published.first().getByRole('radio', { name: /^Compare to/ }).check();
    await owner.follow(owner.button('Compare the two that are marked'));
    const text = owner.page.getByRole('region', { name: 'Text' });
    // For those who do not see it, what went and what came is said in words as well.
    const words = async (kind) => (await text.locator(kind).allInnerTexts()).map((part) => part.replaceAll(/\s+/g, ' '));
    assert.deepEqual(await words('del'), ['[removed: old ]']);
    assert.deepEqual(await words('ins'), ['[added: new ]']);
    await owner.sees('changed', owner.page.locator('.fields-compared ins'));

    await owner.follow(owner.link('History', { exact: true }));
    await owner.follow(older.getByRole('button', { name: /^Restore as draft/ }));
    assert.equal(owner.path(), place);
    await owner.isTold('The draft holds revision');
    await owner.holdsText('One old sentence.\n\nKept.');
    assert.equal(await owner.field('Title').inputValue(), `Mind ${tail}`);
    assert.ok((await stage.site.read(address)).text.includes('One new sentence.'), 'restoring publishes nothing');
    await owner.publish();
    assert.ok((await stage.site.read(address)).text.includes('One old sentence.'));
  });
}
