// A text goes on the site and off it at the time that was given, in the zone that was given, although
// nobody and nothing does anything at that moment.

import assert from 'node:assert/strict';

import { expect } from './support/polling.mjs';
import { scene, useStage } from './support/stage.mjs';

const stage = useStage();
const ZONE = 'Asia/Tokyo';

for (const [who, script] of [['An article', true], ['Without JavaScript, an article', false]]) {
  const tail = script ? 'with scripts' : 'without scripts';
  const slug = script ? 'with-scripts' : 'without-scripts';

  scene(`${who} appears by itself at its time, and goes off the site at its time`, stage, async () => {
    const owner = await stage.owner({ script });
    const address = `/articles/soon-${slug}`;
    await owner.writeArticle({ title: `Soon ${tail}`, text: 'On time.' });
    await owner.save();
    await schedule(owner, { publishIn: 6, withdrawIn: 12 });
    await owner.isTold('Scheduled');
    const times = await standing(owner);
    assert.match(times, new RegExp(`Scheduled for (today|tomorrow) \\d\\d:\\d\\d \\(${ZONE}\\)`));
    assert.equal((await stage.site.read(address)).status, 404, 'it is not there yet');

    await owner.goto('/admin/articles');
    const row = owner.page.locator('.row').filter({ hasText: `Soon ${tail}` });
    await owner.sees(new RegExp(`for (today|tomorrow) \\d\\d:\\d\\d \\(${ZONE}\\)`), row);
    await expect(async () => (await stage.site.read(address)).status, 'the article appears').toBe(200);
    assert.ok((await stage.site.read('/articles')).text.includes(`Soon ${tail}`));
    await expect(async () => (await stage.site.read(address)).status, 'the article is off the site').not.toBe(200);
    assert.ok(!(await stage.site.read('/articles')).text.includes(`Soon ${tail}`));
  });

  scene(`${who} that is live switches by itself to the version that was scheduled`, stage, async () => {
    const owner = await stage.owner({ script });
    const address = `/articles/switch-${slug}`;
    await owner.writeArticle({ title: `Switch ${tail}`, text: 'The text until then.' });
    await owner.publish();
    await owner.writeText('The text from then on.');
    await owner.save();
    await schedule(owner, { publishIn: 5 });
    await owner.isTold('Scheduled');
    await owner.writeText('A later thought.');
    await owner.save();
    await owner.sees('The scheduled text differs');
    assert.ok((await stage.site.read(address)).text.includes('The text until then.'));
    await expect(async () => (await stage.site.read(address)).text.includes('The text from then on.'), 'the page switches').toBe(true);
    assert.ok(!(await stage.site.read(address)).text.includes('A later thought.'));
    await owner.reload();
    await owner.holdsText('A later thought.');
  });

  scene(`${who} can be called off, and its times must make sense`, stage, async () => {
    const owner = await stage.owner({ script });
    await owner.writeArticle({ title: `Called off ${tail}`, text: 'Perhaps.' });
    await owner.save();
    const nextYear = new Date().getFullYear() + 1;
    await owner.openSettings();
    await owner.field('Publish').fill('2020-01-01T09:00');
    await owner.field('Time zone').fill('Nowhere/Land');
    await owner.follow(owner.button('Schedule', { exact: true }), { status: 422 });
    await owner.summaryHasFocus();
    assert.match(await owner.errorAt(owner.field('Time zone')), /\w/);
    await owner.field('Time zone').fill(ZONE);
    await owner.follow(owner.button('Schedule', { exact: true }), { status: 422 });
    assert.match(await owner.errorAt(owner.field('Publish')), /\w/);
    assert.equal(await owner.field('Publish').inputValue(), '2020-01-01T09:00');
    await owner.field('Publish').fill(`${nextYear}-03-01T09:00`);
    await owner.follow(owner.button('Schedule', { exact: true }));
    assert.match(await standing(owner), new RegExp(`Scheduled for 1 March ${nextYear}, 09:00 \\(${ZONE}\\)`));
    await owner.openSettings();
    await owner.field('Publish').fill('');
    await owner.follow(owner.button('Update the schedule'));
    await owner.isTold('Nothing is scheduled any more');
    assert.doesNotMatch(await standing(owner), /Scheduled/);
  });
}

/** Fills in times so many seconds from now, in the zone, and sends them. */
async function schedule(person, { publishIn, withdrawIn }) {
  await person.openSettings();
  await person.field('Time zone').fill(ZONE);
  const now = Date.now();
  await person.field('Publish').fill(wallClock(now + publishIn * 1_000));
  if (withdrawIn) {
    await person.field(/^Take off the site/).fill(wallClock(now + withdrawIn * 1_000));
  }
  await person.follow(person.button('Schedule', { exact: true }));
}

/** The time on a wall in the zone, with its seconds, as the field takes it. */
function wallClock(at) {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'medium' });
  return parts.format(at).replace(' ', 'T');
}

async function standing(person) {
  return (await person.page.locator('.editor__state').innerText()).replaceAll(/\s+/g, ' ');
}
