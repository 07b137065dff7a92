// A lost connection, a killed server, an ended session: the page goes on, and nothing that was typed is lost.

import assert from 'node:assert/strict';

import { journey, OWNER, scene, useStage } from './support/stage.mjs';

const stage = useStage();

journey('Whoever loses the connection, types on and closes the tab, gets every word back and publishes it', async (stage, step) => {
  const owner = await stage.owner();
  const visitor = await stage.visitor();
  owner.allowLostConnections();
  const offer = () => owner.page.locator('[data-offer]');
  const saved = 'The first sentence.';
  const typed = `${saved} Written in the tunnel. And in the next one.`;
  let place;

  await step('what is typed saves by itself', async () => {
    await owner.goto('/admin/articles/new');
    await owner.page.keyboard.type('On the train');
    await owner.typeText(saved);
    await owner.seesState('Not saved yet');
    await owner.seesState(/^Saved \d/);
    place = owner.path();
    assert.match(place, /^\/admin\/articles\/[0-9a-f-]{36}\/edit$/);
  });

  await step('without a connection one can go on, and is told that it is kept here only', async () => {
    await owner.context.setOffline(true);
    await owner.typeText(' Written in the tunnel.');
    await owner.seesState('Not saved: no connection. Kept on this machine.');
    await owner.typeText(' And in the next one.');
    await owner.holdsText(typed);
    await owner.until(() => journalHolds(owner, 'And in the next one.'), 'it is in the journal');
    await owner.page.close();
  });

  await step('it is offered with its difference and its time, and put back on request only', async () => {
    await owner.context.setOffline(false);
    await owner.openTab();
    await owner.goto(place);
    await offer().waitFor();
    assert.match(await offer().innerText(), /What you typed here was not saved \(\d\d:\d\d\)/);
    assert.equal(await offer().locator('ins').innerText(), typed.slice(saved.length));
    await owner.holdsText(saved);
    await owner.button('Restore it').click();
    await owner.holdsText(typed);
    await owner.seesState(/^Saved \d/);
    await offer().waitFor({ state: 'detached' });
    await owner.reload();
    await owner.holdsText(typed);
    assert.equal(await offer().count(), 0, 'what is saved is not offered again');
  });

  await step('published, the page shows it', async () => {
    await owner.publish();
    await visitor.goto('/articles/on-the-train');
    await visitor.sees(typed);
  });

  await step('written on, the page shows what was published until it is published again', async () => {
    await owner.typeText(' Not yet for everybody.');
    await owner.seesState(/^Saved \d/);
    await owner.sees('Unpublished changes', owner.page.locator('.editor__state'));
    await visitor.reload();
    assert.doesNotMatch(await visitor.mainText(), /Not yet/);
  });

  await step('what is not published can be given up', async () => {
    await owner.openSettings();
    await owner.follow(owner.button('Discard unpublished changes'));
    await owner.holdsText(typed);
    assert.equal(await owner.page.getByText('Unpublished changes', { exact: true }).filter({ visible: true }).count(), 0);
  });
});

journey('Whoever writes while the server is killed loses nothing', async (stage, step) => {
  const owner = await stage.owner();
  owner.allowLostConnections();
  let place;

  await step('the page goes on after a kill in the middle of a sentence', async () => {
    await owner.goto('/admin/articles/new');
    await owner.page.keyboard.type('A power cut');
    await owner.typeText('Before.');
    await owner.seesState(/^Saved \d/);
    place = owner.path();
    await owner.typeText(' During');
    await stage.site.kill();
    await owner.page.keyboard.type(' the cut.');
    await owner.seesState('Not saved: no connection. Kept on this machine.');
    await owner.page.keyboard.type(' Still writing.');
    await owner.holdsText('Before. During the cut. Still writing.');
  });

  await step('when the server is back, everything arrives', async () => {
    await stage.site.restart();
    await owner.typeText(' After.');
    await owner.until(async () => /^Saved \d/.test(await owner.saveState().innerText()), 'it is saved', 60_000);
    const other = await stage.owner();
    await other.goto(place);
    await other.holdsText('Before. During the cut. Still writing. After.');
  });
});

scene('Whoever was signed out meanwhile signs in where they write, and the save is sent again', stage, async () => {
  const owner = await stage.owner();
  await owner.writeArticle({ title: 'A long evening', text: 'Signed in.' });
  await owner.save();
  const place = owner.path();
  const cookies = await owner.context.cookies();
  await owner.context.clearCookies();
  owner.allowAnswers(401, 422);

  await owner.typeText(' Signed out.');
  const door = owner.page.getByRole('dialog', { name: 'You were signed out' });
  await door.waitFor();
  assert.equal(await owner.page.evaluate(() => document.activeElement.closest('.cm-editor') !== null), true, 'the dialog does not take the keyboard away');
  await owner.page.keyboard.type(' Still writing.');
  await owner.seesState('Signed out: not saved. Kept on this machine.');
  assert.equal(await door.getByLabel('E-mail address').inputValue(), OWNER.email);
  await door.getByLabel('Password').fill('not the password');
  await door.getByRole('button', { name: 'Sign in' }).click();
  await owner.sees(/not right/, door);
  await door.getByLabel('Password').fill(OWNER.password);
  await door.getByRole('button', { name: 'Sign in' }).click();
  await door.waitFor({ state: 'detached' });
  await owner.seesState(/^Saved \d/);
  assert.equal(owner.path(), place, 'the page stayed');
  assert.notDeepEqual(await owner.context.cookies(), cookies, 'it is another session');
  await owner.reload();
  await owner.holdsText('Signed in. Signed out. Still writing.');
});

/** True once the journal of this browser holds the words. */
function journalHolds(person, words) {
  return person.page.evaluate((text) => Object.values(localStorage).some((entry) => entry.includes(text)), words);
}
