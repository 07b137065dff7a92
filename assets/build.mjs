// Builds assets/dist from the packages named in package.json: the fonts, those of the social cards, and
// the editor of Markdown.
//
// The site uses two variable fonts. Whole, they weigh 146 KB; cut to the letters
// and the range of weights that the pages use, they stay under 60 KB together.
// The axes that never change are pinned: the headings' flare is always full.

import { readFile, writeFile, mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "node_modules", "@fontsource-variable");
const output = join(here, "dist", "fonts");
const scripts = join(here, "dist", "js");
const budgetInBytes = 60_000;
const editorBudgetInBytes = 150_000;

const fonts = [
  {
    name: "commissioner",
    source: "commissioner/files/commissioner-latin-full-normal.woff2",
    axes: { FLAR: 100, VOLM: 0, slnt: 0, wght: { min: 400, max: 700 } },
  },
  {
    name: "source-serif",
    source: "source-serif-4/files/source-serif-4-latin-wght-normal.woff2",
    axes: { wght: { min: 400, max: 650 } },
  },
];

await rm(output, { recursive: true, force: true });
await mkdir(output, { recursive: true });

let total = 0;
for (const font of fonts) {
  const whole = await readFile(join(packages, font.source));
  const cut = await subsetFont(whole, letters(), {
    targetFormat: "woff2",
    variationAxes: font.axes,
    keepFeatures: ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "tnum", "lnum", "case"],
    noHinting: true,
  });
  await writeFile(join(output, `${font.name}.woff2`), cut);
  const folder = font.source.split("/")[0];
  await writeFile(
    join(output, `${font.name}.LICENSE.txt`),
    await readFile(join(packages, folder, "LICENSE")),
  );
  total += cut.length;
  console.log(`${font.name}.woff2: ${cut.length} bytes (of ${whole.length})`);
}

console.log(`fonts together: ${total} bytes`);
if (total > budgetInBytes) {
  console.error(`The fonts are over their budget of ${budgetInBytes} bytes.`);
  process.exit(1);
}

await buildCardFonts();
await buildEditor();

// Social cards are drawn by the program, from fonts of one weight in the form that it reads. They are
// not sent to anybody, so they keep every letter that the packages have: the site's own family
// of headings, and one for Arabic, Persian and Kurdish titles. The names sort in the order in which they are asked.
async function buildCardFonts() {
  const folder = join(here, "dist", "cards");
  const display = { FLAR: 100, VOLM: 0, slnt: 0, wght: 600 };
  const scripts = ["latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "vietnamese"];
  const wanted = scripts.map((script, index) => ({
    name: `1-display-${index}-${script}`,
    source: `commissioner/files/commissioner-${script}-full-normal.woff2`,
    axes: display,
  }));
  wanted.push({
    name: "2-arabic",
    source: "vazirmatn/files/vazirmatn-arabic-wght-normal.woff2",
    axes: { wght: 600 },
  });
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  let total = 0;
  for (const { name, source, axes } of wanted) {
    const whole = await readFile(join(packages, source));
    const cut = await subsetFont(whole, everyLetter(), { targetFormat: "truetype", variationAxes: axes, noHinting: true });
    await writeFile(join(folder, `${name}.ttf`), cut);
    total += cut.length;
  }
  for (const family of new Set(wanted.map(({ source }) => source.split("/")[0]))) {
    await writeFile(join(folder, `${family}.LICENSE.txt`), await readFile(join(packages, family, "LICENSE")));
  }
  console.log(`fonts of the cards: ${total} bytes in ${wanted.length} files`);
}

// The editor is one script. What it shares with the plain field stays a script of its own, which the
// program links by the mark "asset:".
async function buildEditor() {
  await rm(scripts, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: here,
    entryPoints: ["editor/markdown-editor.js"],
    outdir: scripts,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022"],
    external: ["asset:*"],
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  const file = join(scripts, "markdown-editor.js");
  const script = await readFile(file);
  await writeFile(join(scripts, "markdown-editor.LICENSE.txt"), await licences(metafile));
  const packed = gzipSync(script, { level: 9 }).length;
  console.log(`markdown-editor.js: ${script.length} bytes, ${packed} gzipped`);
  if (packed > editorBudgetInBytes) {
    console.error(`The editor is over its budget of ${editorBudgetInBytes} bytes gzipped.`);
    process.exit(1);
  }
}

// The licences of the packages whose code is in the script.
async function licences({ outputs }) {
  const inputs = Object.values(outputs).flatMap((made) =>
    Object.entries(made.inputs).filter(([, part]) => part.bytesInOutput > 0).map(([name]) => name));
  const names = new Set(inputs.map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1]).filter(Boolean));
  const texts = [];
  for (const name of [...names].sort()) {
    const folder = join(here, "node_modules", name);
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) {
      throw new Error(`${name} has no licence file`);
    }
    texts.push(`${name}\n\n${(await readFile(join(folder, file), "utf8")).trim()}\n`);
  }
  return texts.join("\n----\n\n");
}

// Every code point of the basic plane; a font keeps those that it has.
function everyLetter() {
  let text = "";
  for (let code = 0x20; code < 0xfffe; code++) {
    if (code < 0xd800 || code > 0xdfff) text += String.fromCodePoint(code);
  }
  return text;
}

// Western European letters, and the signs that careful text needs.
function letters() {
  const ranges = [
    [0x20, 0x7e],
    [0xa0, 0xa3],
    [0xa5, 0xa5],
    [0xa7, 0xa9],
    [0xab, 0xb1],
    [0xb4, 0xb7],
    [0xbb, 0xff],
  ];
  let text = "ıŒœŠšŸŽž–—‘’‚“”„†•…‰‹›€™−×→←↑↓\u2009\u202f\u2011";
  for (const [first, last] of ranges) {
    for (let code = first; code <= last; code++) text += String.fromCodePoint(code);
  }
  return text;
}
