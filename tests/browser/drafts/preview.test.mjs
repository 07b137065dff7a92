// The page beside the text, in a real Chromium.

import assert from 'node:assert/strict';

import { FIELDS, scene, useRoom } from './support/writer.mjs';

const room = useRoom();
const LONG = Array.from({ length: 14 }, (_, index) => `## Part ${index + 1}\n\n${'Some words about it. '.repeat(index % 3 === 0 ? 90 : 12)}`).join('\n\n');

const frame = (writer) => writer.page.frameLocator('[data-preview] iframe');

scene('The preview is asked for 120 ms after the last key, and in the middle of a long sentence too', room, async (writer, server) => {
  await writer.page.clock.install();
  await writer.opens();
  await frame(writer).getByText('Second.').waitFor();
  await writer.page.clock.pauseAt(Date.now() + 60_000);
  const asked = server.count('preview');
  await writer.types('body', '\n\nThird!');
  await writer.page.clock.runFor(119);
  assert.equal(server.count('preview'), asked, 'a word is not asked for letter by letter');
  await writer.page.clock.runFor(1);
  await frame(writer).getByText('Third!').waitFor();
  assert.equal(server.count('preview'), asked + 1);
  for (let count = 0; count < 5; count += 1) {
    await writer.types('body', ' on');
    await writer.page.clock.runFor(100);
  }
  await frame(writer).getByText('Third! on on').waitFor();
  // The clock of the test wants to run in the frame as well, which its sandbox does not allow.
  writer.problems = writer.problems.filter((words) => !words.startsWith("Blocked script execution in 'about:srcdoc'"));
});

scene('A new text is worked into the page: what is the same stays, and so does the place', room, async (writer) => {
  await writer.opens('one', { ...FIELDS, body: LONG });
  await frame(writer).getByText('Part 9', { exact: true }).waitFor();
  const before = await writer.page.evaluate(() => {
    const page = document.querySelector('[data-preview] iframe').contentDocument;
    window.kept = page.getElementById('part-9');
    page.scrollingElement.scrollTop = 400;
    return page.scrollingElement.scrollTop;
  });
  // Without going to the field, which would bring it into sight and the page with it.
  await writer.field('title').evaluate((field) => {
    field.value = 'A new title';
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await frame(writer).getByRole('heading', { name: 'A new title' }).waitFor();
  const after = await writer.page.evaluate(() => {
    const page = document.querySelector('[data-preview] iframe').contentDocument;
    return [window.kept === page.getElementById('part-9'), page.scrollingElement.scrollTop];
  });
  assert.deepEqual(after, [true, before]);
});

scene('A slow answer is never shown over a newer one, and one is asked for at a time', room, async (writer, server) => {
  await writer.opens();
  await frame(writer).getByText('Second.').waitFor();
  server.next('preview', 'hold');
  await writer.field('title').fill('Older');
  await writer.until(() => server.held.length === 1, 'the request is under way');
  const asked = server.count('preview');
  await writer.field('title').fill('Newer');
  await writer.types('body', ' and more');
  assert.equal(server.count('preview'), asked);
  server.release();
  await frame(writer).getByRole('heading', { name: 'Newer' }).waitFor();
  assert.equal(server.requests.filter(({ kind }) => kind === 'preview').at(-1).content.fields.title, 'Newer');
});

scene('A preview that fails says so and keeps the last picture', room, async (writer, server) => {
  await writer.opens();
  await frame(writer).getByText('Second.').waitFor();
  server.next('preview', { status: 422, body: { problems: [{ field: 'body', message: 'It is nested too deeply.' }] } });
  await writer.field('title').fill('Broken');
  await writer.page.getByText('It is nested too deeply. You see the last one.').waitFor();
  assert.equal(await frame(writer).getByRole('heading', { level: 1 }).innerText(), 'Growth');
  await writer.context.setOffline(true);
  await writer.field('title').fill('Unheard');
  await writer.page.getByText('No connection: you see the last preview.').waitFor();
  await writer.context.setOffline(false);
  await writer.field('title').fill('Mended');
  await frame(writer).getByRole('heading', { name: 'Mended' }).waitFor();
  assert.equal(await writer.page.locator('.preview-pane__message').innerText(), '');
});

scene('Links in the preview lead nowhere', room, async (writer) => {
  await writer.opens('one', { ...FIELDS, body: '[away](/elsewhere) and [down](#end)\n\n## End' });
  await frame(writer).getByText('away').click();
  await frame(writer).getByText('down').click();
  const place = await writer.page.evaluate(() => document.querySelector('[data-preview] iframe').contentDocument.URL);
  assert.equal(place, 'about:srcdoc');
  assert.match(writer.page.url(), /one\/edit$/);
});

scene('Phone and desktop have their widths, scaled to the room there is, and are remembered', room, async (writer) => {
  await writer.opens();
  await frame(writer).getByText('Second.').waitFor();
  const widths = () =>
    writer.page.evaluate(() => {
      const picture = document.querySelector('[data-preview] iframe');
      return [picture.contentWindow.innerWidth, Math.round(picture.getBoundingClientRect().width)];
    });
  const [inside, outside] = await widths();
  assert.equal(inside, 1280);
  assert.ok(outside < 640, `${outside} px`);
  await writer.button('Phone').click();
  await writer.until(async () => (await widths())[0] === 360, 'the phone is 360 px wide');
  assert.equal((await widths())[1], 360);
  await writer.page.reload();
  await frame(writer).getByText('Second.').waitFor();
  assert.equal((await widths())[0], 360);
  assert.equal(await writer.button('Phone').getAttribute('aria-pressed'), 'true');
  await writer.page.locator('[data-preview-toggle]').click();
  await writer.page.reload();
  await writer.page.locator('[data-preview-toggle]').waitFor();
  assert.equal(await writer.page.locator('[data-preview]').isVisible(), false, 'a preview that was closed stays closed');
});

scene('On a narrow screen the preview takes the place of the text, and gives it back', room, async (writer) => {
  await writer.page.setViewportSize({ width: 360, height: 740 });
  await writer.opens();
  assert.equal(await writer.page.locator('[data-preview]').isVisible(), false);
  await writer.page.locator('[data-preview-toggle]').click();
  await frame(writer).getByText('Second.').waitFor();
  assert.equal(await writer.field('body').isVisible(), false);
  await writer.button('Write').click();
  assert.equal(await writer.field('body').isVisible(), true);
});

scene('Text and page scroll together, both ways', room, async (writer) => {
  await writer.opens('one', { ...FIELDS, body: LONG });
  await frame(writer).getByText('Part 14', { exact: true }).waitFor();
  // Where a heading of the page stands from the top of its frame, in pixels of the frame.
  const distance = (part) =>
    writer.page.evaluate((id) => {
      const page = document.querySelector('[data-preview] iframe').contentDocument;
      return page.getElementById(id).getBoundingClientRect().top;
    }, `part-${part}`);
  // Scrolls the text until this heading of it stands just under the bar.
  const scrollTextTo = (part) =>
    writer.page.evaluate((heading) => {
      const field = document.querySelector('[data-markdown]');
      const copy = document.createElement('div');
      const look = getComputedStyle(field);
      for (const name of ['fontFamily', 'fontSize', 'fontWeight', 'letterSpacing', 'lineHeight', 'paddingInline', 'paddingBlock', 'overflowWrap', 'tabSize']) {
        copy.style[name] = look[name];
      }
      copy.style.cssText += `;position:absolute;visibility:hidden;box-sizing:border-box;white-space:pre-wrap;inline-size:${field.clientWidth}px`;
      copy.textContent = field.value.slice(0, field.value.indexOf(heading));
      document.body.append(copy);
      const bar = document.querySelector('.editor__bar').getBoundingClientRect().height;
      const top = field.getBoundingClientRect().top + scrollY + copy.offsetHeight - bar - parseFloat(look.paddingBlockEnd);
      copy.remove();
      window.scrollTo(0, top);
    }, `## Part ${part}\n`);
  for (const part of [6, 3, 9]) {
    await writer.until(async () => {
      await scrollTextTo(part);
      return Math.abs(await distance(part)) < 80;
    }, `part ${part} of the page comes to the top with the text`);
  }
  const top = await writer.page.evaluate(() => scrollY);
  await writer.page.evaluate(() => {
    const page = document.querySelector('[data-preview] iframe').contentDocument;
    page.scrollingElement.scrollTop += page.getElementById('part-2').getBoundingClientRect().top;
  });
  await writer.until(async () => (await writer.page.evaluate(() => scrollY)) < top - 200, 'the text follows the page');
  const still = await writer.page.evaluate(() => scrollY);
  await writer.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  assert.equal(await writer.page.evaluate(() => scrollY), still, 'and does not go back and forth');
});
