// Two windows on one text: what fits is put together, and where it does not, both are shown and nothing
// is thrown away.

import assert from 'node:assert/strict';

import { scene, useStage } from './support/stage.mjs';

const stage = useStage();

const START = 'First block.\n\nSecond block.\n\nThird block.';

/** One article in two windows of one person. */
async function twoWindows(title, script, text = START) {
  const owner = await stage.owner({ script });
  await owner.writeArticle({ title, text });
  await owner.save();
  const place = owner.path();
  const first = owner.page;
  const second = await owner.openTab();
  await owner.goto(place);
  owner.allowAnswers(409);
  const at = (page) => {
    owner.page = page;
    return owner;
  };
  return { owner, first, second, at, place };
}

for (const [where, script] of [['', true], ['Without JavaScript, ', false]]) {
  const tail = script ? 'with scripts' : 'without scripts';

  scene(`${where}different blocks written in two windows are put together, and that is said`, stage, async () => {
    const { at, first, second } = await twoWindows(`Blocks ${tail}`, script);
    await at(first).writeText('First block, from the first window.\n\nSecond block.\n\nThird block.');
    await at(first).save();
    const owner = at(second);
    await owner.writeText('First block.\n\nSecond block.\n\nThird block, from the second window.');
    if (script) {
      await owner.button('Save', { exact: true }).click();
      await owner.sees(/Merged with what was saved at \d\d:\d\d in another window/);
    } else {
      await owner.follow(owner.button('Save', { exact: true }));
      await owner.isTold('together with what was saved elsewhere meanwhile');
    }
    const both = 'First block, from the first window.\n\nSecond block.\n\nThird block, from the second window.';
    await owner.holdsText(both);
    await owner.reload();
    await owner.holdsText(both);
  });

  scene(`${where}different fields written in two windows are put together`, stage, async () => {
    const { at, first, second } = await twoWindows(`Fields ${tail}`, script);
    await at(first).openSettings();
    await at(first).field(/^Tags/).fill('Windows');
    await at(first).save();
    const owner = at(second);
    await owner.field('Title').fill(`Fields, renamed ${tail}`);
    await owner.button('Save', { exact: true }).click();
    await owner.sees(/Merged with what was saved|together with what was saved/);
    await owner.reload();
    assert.equal(await owner.field('Title').inputValue(), `Fields, renamed ${tail}`);
    await owner.openSettings();
    assert.equal(await owner.field(/^Tags/).inputValue(), 'Windows');
  });

  for (const choice of ['mine', 'theirs']) {
    scene(`${where}the same block written in two windows is shown twice; who keeps ${choice} finds the other in the history`, stage, async () => {
      const { at, first, second } = await twoWindows(`The same block, ${choice}, ${tail}`, script);
      await at(first).writeText('Theirs & <b>theirs</b>.');
      await at(first).save();
      const owner = at(second);
      await owner.writeText('Mine & <b>mine</b>.');
      const conflict = owner.page.locator('.conflict');
      if (script) {
        await owner.button('Save', { exact: true }).click();
        await conflict.waitFor();
        const sides = conflict.getByRole('group', { name: 'Text', exact: true });
        await owner.sees('Conflict: not saved. Kept on this machine.');
        assert.equal(await sides.getByRole('group', { name: 'Yours' }).innerText(), 'Mine & <b>mine</b>.');
        assert.equal(await sides.getByRole('group', { name: 'Saved meanwhile' }).innerText(), 'Theirs & <b>theirs</b>.');
        await owner.context.grantPermissions(['clipboard-read', 'clipboard-write']);
        await owner.button('Copy theirs').click();
        await owner.button('Copied').waitFor();
        assert.equal(await owner.page.evaluate(() => navigator.clipboard.readText()), 'Theirs & <b>theirs</b>.');
        await owner.button(choice === 'mine' ? 'Keep mine' : 'Take theirs').click();
        await owner.sees(choice === 'mine' ? /Your text is the draft now/ : /The other text is the draft now/);
      } else {
        await owner.follow(owner.button('Save', { exact: true }), { status: 409 });
        await owner.summaryHasFocus();
        await owner.sees(/saved somewhere else while you were writing/);
        await owner.holdsText('Mine & <b>mine</b>.');
        const text = conflict.getByRole('group', { name: 'Text', exact: true });
        assert.equal(await text.getByLabel('Yours').inputValue(), 'Mine & <b>mine</b>.');
        assert.equal(await text.getByLabel('Saved meanwhile').inputValue(), 'Theirs & <b>theirs</b>.');
        assert.equal(await conflict.getByRole('group', { name: 'Title' }).count(), 0, 'only what differs is shown twice');
        await owner.follow(owner.button(choice === 'mine' ? /^Save mine/ : /^Take theirs/));
        await owner.isTold(choice === 'mine' ? 'Saved' : 'You took what was saved');
      }
      const [kept, other] = choice === 'mine' ? ['Mine & <b>mine</b>.', 'Theirs'] : ['Theirs & <b>theirs</b>.', 'Mine'];
      await owner.holdsText(kept);
      await owner.reload();
      await owner.holdsText(kept);
      await owner.openSettings();
      await owner.follow(owner.link('History of its revisions'));
      const found = [];
      const comparisons = await owner.link(/^Compare with the one before/).evaluateAll((links) => links.map((link) => link.getAttribute('href')));
      for (const href of comparisons) {
        await owner.goto(href);
        found.push(await owner.mainText());
      }
      assert.ok(found.some((text) => text.includes(other)), `the other text is kept as a revision:\n${found.join('\n---\n')}`);
    });
  }

  scene(`${where}the same text saved in two windows is no conflict`, stage, async () => {
    const { owner, at, first, second } = await twoWindows(`Agreed ${tail}`, script);
    for (const page of [first, second]) {
      await at(page).writeText('The same in both.');
      await owner.save();
    }
    assert.equal(await owner.page.locator('.conflict').count(), 0);
  });
}

scene('A conflict does not stop the writing, and the newest words are those that are kept', stage, async () => {
  const { at, first, second } = await twoWindows('Writing on', true, 'A sentence.');
  await at(first).writeText('Their sentence.');
  await at(first).save();
  const owner = at(second);
  await owner.writeText('My sentence.');
  await owner.button('Save', { exact: true }).click();
  await owner.page.locator('.conflict').waitFor();
  await owner.typeText(' And another.');
  await owner.button('Keep mine').click();
  await owner.seesState(/^Saved \d/);
  await owner.reload();
  await owner.holdsText('My sentence. And another.');
});

for (const [what, place, label] of [
  ['a service', '/admin/services', 'Summary'],
  ['a section', '/admin/sections/contact/edit', 'Heading'],
]) {
  scene(`Whoever saves ${what} second sees both texts as well`, stage, async () => {
    const owner = await stage.owner();
    await owner.goto(place);
    if (what === 'a service') {
      await owner.follow(owner.page.locator('.row__title').first());
    }
    const form = owner.path();
    const first = owner.page;
    const second = await owner.openTab();
    await owner.goto(form);
    await owner.page.bringToFront();
    owner.allowAnswers(409);
    owner.page = first;
    await owner.field(label).fill('What the first wrote');
    await owner.save();
    owner.page = second;
    await owner.field(label).fill('What the second wrote');
    await owner.button('Save', { exact: true }).click();
    const both = owner.page.locator('.conflict').getByRole('group', { name: label, exact: true });
    assert.equal(await both.getByRole('group', { name: 'Yours' }).innerText(), 'What the second wrote');
    assert.equal(await both.getByRole('group', { name: 'Saved meanwhile' }).innerText(), 'What the first wrote');
    await owner.button('Keep mine').click();
    await owner.seesState(/^Saved \d/);
    await owner.reload();
    assert.equal(await owner.field(label).inputValue(), 'What the second wrote');
  });
}
