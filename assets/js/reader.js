// Helps while reading an article. Without it, all still reads.

import { followContents } from "./reader/contents.js";
import { canCopy, offerCode, offerHeading } from "./reader/copying.js";

const contents = document.querySelector(".contents--beside");
const headings = [...document.querySelectorAll(".article__prose :is(h2, h3, h4, h5, h6)[id]")];

if (contents) followContents(contents, headings);
for (const heading of headings) offerHeading(heading);
if (canCopy()) {
  for (const block of document.querySelectorAll(".article__prose pre")) offerCode(block);
}
