// Builds assets/dist from the packages named in package.json.
//
// The site uses two variable fonts. Whole, they weigh 146 KB; cut to the letters
// and the range of weights that the pages use, they stay under 60 KB together.
// The axes that never change are pinned: the headings' flare is always full.

import { readFile, writeFile, mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "node_modules", "@fontsource-variable");
const output = join(here, "dist", "fonts");
const budgetInBytes = 60_000;

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
