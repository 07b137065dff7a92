// The media library: files by button, by drop and by paste, what is said of them, and where they go.

import assert from 'node:assert/strict';

import { png } from './support/drawn.mjs';
import { inspect } from './support/inspection.mjs';
import { journey } from './support/stage.mjs';

const file = (name, colour, width = 640, height = 360) => ({ name, mimeType: 'image/png', buffer: png(width, height, colour) });

/** Drops or pastes files on the page, as a browser does it: several at once. */
async function hand(person, event, files) {
  const held = files.map(({ name, buffer }) => ({ name, bytes: buffer.toString('base64') }));
  await person.page.evaluate(
    ([type, list]) => {
      const transfer = new DataTransfer();
      for (const { name, bytes } of list) {
        const raw = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([raw], name, { type: 'image/png' }));
      }
      const init = { bubbles: true, cancelable: true };
      const made = type === 'paste' ? new ClipboardEvent(type, { ...init, clipboardData: transfer }) : new DragEvent(type, { ...init, dataTransfer: transfer });
      document.body.dispatchEvent(made);
    },
    [event, held],
  );
}

const line = (person, name) => person.page.locator('.upload-line').filter({ hasText: name });

journey('The owner fills the library by button, drop and paste, and says what each picture shows', async (stage, step) => {
  const owner = await stage.owner();

  await step('An empty library says what it is for', async () => {
    await owner.goto('/admin');
    await owner.follow(owner.link('Media'));
    await owner.sees('Nothing is here yet');
    await inspect(owner, 'the empty library');
  });

  await step('Several chosen files show their progress, each for itself', async () => {
    let letGo;
    const held = new Promise((resolve) => (letGo = resolve));
    await owner.page.route('**/admin/media', async (route) => {
      if (route.request().method() === 'POST') {
        await held;
      }
      await route.continue();
    });
    await owner.field('Add pictures or downloads').setInputFiles([file('harbour.png', [20, 60, 120]), file('quay.png', [90, 60, 20])]);
    await line(owner, 'harbour.png').getByRole('progressbar').waitFor();
    await line(owner, 'quay.png').getByRole('progressbar').waitFor();
    letGo();
    await line(owner, 'harbour.png').filter({ hasText: 'stored' }).waitFor();
    await line(owner, 'quay.png').filter({ hasText: 'stored' }).waitFor();
    await owner.page.unroute('**/admin/media');
  });

  await step('The alt text is asked for where the file arrived', async () => {
    await owner.field('Alt text of harbour.png').fill('Boats in a harbour');
    await line(owner, 'harbour.png').getByRole('button', { name: 'Save alt text' }).click();
    await owner.sees('Alt text: Boats in a harbour');
    await line(owner, 'quay.png').getByRole('button', { name: 'It is decorative' }).click();
    await owner.sees('Decorative.', line(owner, 'quay.png'));
  });

  await step('Dropped and pasted files are taken, and one that is none is refused with its reason', async () => {
    await hand(owner, 'drop', [file('mole.png', [10, 90, 90]), { name: 'words.png', buffer: Buffer.from('Only words.') }]);
    await line(owner, 'mole.png').filter({ hasText: 'stored' }).waitFor();
    await owner.sees(/not a picture/, line(owner, 'words.png'));
    await hand(owner, 'paste', [file('screenshot.png', [200, 200, 40])]);
    await line(owner, 'screenshot.png').filter({ hasText: 'stored' }).waitFor();
    await hand(owner, 'paste', [file('copy.png', [200, 200, 40])]);
    await line(owner, 'screenshot.png').filter({ hasText: 'was there already' }).waitFor();
    await inspect(owner, 'the library after uploads');
  });

  await step('The shelf shows what is there, and what needs words', async () => {
    await owner.goto('/admin/media');
    assert.equal(await owner.page.locator('.card').count(), 4);
    await owner.follow(owner.link(/^Without alt text/));
    assert.equal(await owner.page.locator('.card').count(), 2);
    await inspect(owner, 'the shelf');
    await owner.follow(owner.link(/^screenshot.png/));
  });

  await step('The focal point is set by keys and by a click, and the cuts follow', async () => {
    const mark = owner.button(/^Focal point/);
    await mark.focus();
    await owner.page.keyboard.press('ArrowRight');
    await owner.page.keyboard.press('Shift+ArrowUp');
    assert.equal(await owner.field('From the left').inputValue(), '51');
    assert.equal(await owner.field('From the top').inputValue(), '40');
    const cut = owner.page.locator('[data-cut]').first();
    assert.equal(await cut.evaluate((element) => getComputedStyle(element).objectPosition), '51% 40%');
    const picture = owner.page.locator('[data-focal-picture]');
    const { width, height } = await picture.boundingBox();
    await picture.click({ position: { x: width / 4, y: height / 4 } });
    assert.equal(await owner.field('From the left').inputValue(), '25');
    await owner.field('Alt text').fill('A screenshot');
    await inspect(owner, 'a picture');
    await owner.follow(owner.button('Save', { exact: true }));
    await owner.isTold('is saved');
    assert.equal(await owner.field('From the left').inputValue(), '25');
  });

  await step('Marked files go into the trash together and come back', async () => {
    await owner.goto('/admin/media?show=unused');
    await owner.field('All on this page').check();
    await owner.follow(owner.button('Move to the trash'));
    await owner.isTold('4 files are in the trash');
    await owner.follow(owner.button('Undo'));
    await owner.isTold('4 files are back');
  });
});

journey('The owner without JavaScript uploads, describes, replaces and deletes', async (stage, step) => {
  const owner = await stage.owner({ script: false });

  await step('One file is opened at once, so that it gets its words', async () => {
    await owner.goto('/admin/media');
    await owner.field('Add pictures or downloads').setInputFiles([file('harbour.png', [20, 60, 120])]);
    await owner.follow(owner.button('Upload'));
    await owner.isTold('is in the library');
    await owner.field('Alt text').fill('Boats in a harbour');
    await owner.field('From the left').fill('20');
    await owner.follow(owner.button('Save', { exact: true }));
    await owner.isTold('is saved');
    assert.equal(await owner.field('From the left').inputValue(), '20');
  });

  await step('A file that is none is told beside what was taken', async () => {
    await owner.goto('/admin/media');
    const words = { name: 'words.png', mimeType: 'image/png', buffer: Buffer.from('Only words.') };
    await owner.field('Add pictures or downloads').setInputFiles([words, file('quay.png', [90, 60, 20])]);
    await owner.follow(owner.button('Upload'), { status: 422 });
    await owner.sees(/not a picture/);
    await owner.sees('is in the library');
  });

  await step('The file is replaced, and the one before comes back', async () => {
    await owner.goto('/admin/media');
    await owner.follow(owner.link(/^harbour.png/));
    await owner.field('The new file').setInputFiles([file('new.png', [1, 2, 3], 320, 200)]);
    await owner.follow(owner.button('Replace'));
    await owner.sees('320 × 200');
    await owner.follow(owner.button(/^Bring back/));
    await owner.isTold('earlier file');
    await owner.sees('640 × 360');
  });

  await step('It goes and comes back', async () => {
    await owner.follow(owner.button('Move to the trash'));
    await owner.isTold('in the trash');
    await owner.follow(owner.button('Undo'));
    await owner.isTold('is back');
  });
});
