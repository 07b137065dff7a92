// Services and sections are written like articles: a draft beside the live text, revisions and a preview.

import assert from 'node:assert/strict';

import { scene, useStage } from './support/stage.mjs';

const stage = useStage();

const KINDS = [
  { what: 'a service', list: '/admin/services', link: 'Backend development', field: 'Summary', live: '/services/backend-development' },
  { what: 'the About section', list: '/admin/sections', link: 'About', field: 'Heading', live: '/' },
];

for (const [who, script] of [['Whoever', true], ['Without JavaScript, whoever', false]]) {
  for (const { what, list, link, field, live } of KINDS) {
    scene(`${who} writes on ${what} has a draft beside the live text, a preview, and a history`, stage, async () => {
      const owner = await stage.owner({ script });
      const words = `Words about ${what} ${script ? 'with' : 'without'} scripts`;
      const shown = async () => (await stage.site.read(live)).text.includes(words);
      await owner.goto(list);
      await owner.follow(owner.link(link, { exact: true }));
      const place = owner.path();
      const before = await owner.field(field).inputValue();
      await owner.field(field).fill(words);
      await owner.save();
      assert.equal(await shown(), false, 'what is saved is not what visitors see');
      await owner.sees('Unpublished changes', owner.page.locator('.editor__state'));
      await owner.goto(list);
      await owner.sees('Unpublished changes', owner.page.locator('.row').filter({ has: owner.link(link, { exact: true }) }));

      await owner.goto(place);
      if (script) {
        await owner.page.frameLocator('iframe[title="Preview"]').getByText(words).first().waitFor();
      } else {
        const [preview] = await Promise.all([owner.context.waitForEvent('page'), owner.link('Preview', { exact: true }).click()]);
        await preview.getByText(words).first().waitFor();
        await preview.close();
      }
      await owner.publish({ button: 'Publish changes' });
      assert.equal(await shown(), true);

      await owner.field(field).fill('Given up.');
      await owner.save();
      await owner.openSettings();
      await owner.follow(owner.button('Discard unpublished changes'));
      assert.equal(await owner.field(field).inputValue(), words);

      await owner.openSettings();
      await owner.follow(owner.link('History of its revisions'));
      await owner.follow(owner.button(/^Restore as draft/).last());
      assert.equal(await owner.field(field).inputValue(), before);
      await owner.publish({ button: 'Publish changes' });
      assert.equal(await shown(), false, 'an older revision is live again');
    });
  }
}
