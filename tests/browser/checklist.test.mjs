// What is looked over before publishing: a link to nowhere and a picture without its text stop it, the
// rest is advice, and the words are kept in any case.

import assert from 'node:assert/strict';

import { scene, useStage } from './support/stage.mjs';

const stage = useStage();

for (const [who, script] of [['An article', true], ['Without JavaScript, an article', false]]) {
  const tail = script ? 'with scripts' : 'without scripts';
  const slug = script ? 'with-scripts' : 'without-scripts';

  for (const [what, wrong, reason, right] of [
    ['a link to nowhere', 'See [this](plinth:0192aaaa-0000-7000-8000-0000000000ff).', /A link leads to something that was deleted/, 'See nothing.'],
    ['a picture without its text', 'Look:\n\n![](PICTURE)', /has no text for those who cannot see it/, 'Look:\n\n![A sign](PICTURE)'],
  ]) {
    scene(`${who} with ${what} is not published before that is mended, and its text is kept`, stage, async () => {
      const owner = await stage.owner({ script });
      const title = `Checked for ${what} ${tail}`;
      const picture = /rel="icon"[^>]*href="([^"]+)"/.exec((await stage.site.read('/')).text)[1];
      const [text, mended] = [wrong, right].map((words) => words.replace('PICTURE', picture));
      await owner.writeArticle({ title, text });
      await owner.publish({ status: 422 });
      await owner.summaryHasFocus();
      await owner.sees(reason, owner.page.getByRole('alert'));
      await owner.holdsText(text);
      await owner.sees('Before it can be published');
      assert.ok(!(await stage.site.read('/articles')).text.includes(title));
      await owner.reload();
      if (script) {
        await owner.holdsText(text);
      }
      await owner.writeText(mended);
      await owner.publish();
      assert.ok((await stage.site.read('/articles')).text.includes(title));
    });
  }

  scene(`${who} with less grave things left is published, and they are named`, stage, async () => {
    const owner = await stage.owner({ script });
    await owner.writeArticle({ title: `Advice ${tail}`, text: '## One\n\n#### Four\n\nTODO: write it.' });
    await owner.save();
    await owner.reload();
    const checks = owner.page.locator('#checks');
    await checks.locator('summary').click();
    for (const words of [/skips a level/, /“TODO” is left/, /no excerpt/]) {
      await owner.sees(words, checks);
    }
    await owner.publish();
    assert.equal((await stage.site.read(`/articles/advice-${slug}`)).status, 200);
  });

  scene(`${who} links another by what it is, and the link follows it to a new address`, stage, async () => {
    const owner = await stage.owner({ script });
    await owner.writeArticle({ title: `The target ${tail}`, text: 'Words.' });
    await owner.publish();
    const place = owner.path();
    const [, id] = /articles\/([0-9a-f-]{36})/.exec(place);
    await owner.writeArticle({ title: `The source ${tail}`, text: `See [the other](plinth:${id}).` });
    await owner.publish();
    const source = async () => (await stage.site.read(`/articles/the-source-${slug}`)).text;
    assert.ok((await source()).includes(`href="/articles/the-target-${slug}"`));
    await owner.goto(place);
    await owner.openSettings();
    await owner.field(/^Address/).fill(`the-goal-${slug}`);
    await owner.publish();
    assert.ok((await source()).includes(`href="/articles/the-goal-${slug}"`));
  });
}
