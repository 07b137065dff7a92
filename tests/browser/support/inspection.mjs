// What must hold for every page: it can be used by everybody, in both themes and at both widths.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 360, height: 740 };

/** Inspects the page that is open, and names it in what it finds. */
export async function inspect(person, name) {
  const { page } = person;
  const found = [];
  await page.evaluate(stopTransitions);
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await settled(page);
      for (const violation of await axe(page)) {
        found.push(`${name}, ${colorScheme}, ${size.width} px: ${violation}`);
      }
    }
  }
  for (const direction of ['ltr', 'rtl']) {
    await page.evaluate((value) => (document.documentElement.dir = value), direction);
    const { content, window, widest } = await page.evaluate(measure);
    if (content > window) {
      found.push(`${name}, ${direction}: scrolls sideways at ${window} px (${content} px) because of ${widest}`);
    }
  }
  await page.evaluate(() => document.documentElement.removeAttribute('dir'));
  await page.setViewportSize(WIDE);
  assert.ok(found.length === 0, found.join('\n'));
}

// Colours that fade from one theme to the other would be judged on their way. A sheet of the document
// object model is the one kind that the page's own policy lets in.
function stopTransitions() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, ::before, ::after { transition: none !important; }');
  document.adoptedStyleSheets.push(sheet);
}

/** Waits until colours and widths are those of the new size and theme. */
async function settled(page) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})));
  });
}

async function axe(page) {
  // Evaluated from outside: the page's own policy allows no script but the site's.
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.evaluate(AXE);
  }
  return page.evaluate(async (values) => {
    const { violations } = await window.axe.run(document, {
      runOnly: { type: 'tag', values },
      resultTypes: ['violations'],
      preload: false,
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id} (${help}) at ${node.html.slice(0, 200)} – ${node.any.concat(node.all, node.none).map((check) => check.message).join('; ')}`),
    );
  }, RULES);
}

function measure() {
  const root = document.documentElement;
  const window = root.clientWidth;
  const beyond = [...document.querySelectorAll('body *')].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && (box.right > window + 0.5 || box.left < -0.5);
  });
  return { content: root.scrollWidth, window, widest: beyond[0]?.outerHTML.slice(0, 200) ?? 'nothing that has a box' };
}
