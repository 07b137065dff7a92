// HTML from a clipboard as Markdown, in the words and marks that the rest of the panel uses.

import { gfm } from "@joplin/turndown-plugin-gfm";
import TurndownService from "turndown";

/** What says more than the words alone; without any of it the plain text is pasted. */
const MEANINGFUL = "a[href], b, strong, i, em, h1, h2, h3, h4, h5, h6, ul, ol, table, pre, code, blockquote, del, s, hr, img";
const SAFE_ADDRESS = /^(?:https?:|mailto:|tel:|plinth:|\/|#)/i;

const turndown = new TurndownService({
  headingStyle: "atx",
  hr: "---",
  bulletListMarker: "-",
  codeBlockStyle: "fenced",
  emDelimiter: "*",
});
turndown.use(gfm);
turndown.remove(["script", "style", "title", "noscript", "template", "button", "select", "textarea", "iframe", "object"]);
// One blank behind the mark of an item, as it is typed.
turndown.addRule("item", {
  filter: "li",
  replacement(content, node, options) {
    const parent = node.parentNode;
    const isOrdered = parent.nodeName === "OL";
    const first = Number(parent.getAttribute("start") ?? 1);
    const mark = isOrdered ? `${first + [...parent.children].indexOf(node)}. ` : `${options.bulletListMarker} `;
    const text = content.trim().replaceAll("\n", `\n${" ".repeat(mark.length)}`).replaceAll(/^ +$/gm, "");
    return `${mark}${text}${node.nextSibling ? "\n" : ""}`;
  },
});

/** The Markdown, or null where the HTML says nothing that the plain words do not say. */
export function htmlToMarkdown(html) {
  const { body } = new DOMParser().parseFromString(withoutStyles(html), "text/html");
  tidy(body);
  if (!body.querySelector(MEANINGFUL)) {
    return null;
  }
  return turndown.turndown(body).trim();
}

// The page's policy has an opinion on style attributes, also of a document that is never shown; what they
// say is read from an attribute of another name.
function withoutStyles(html) {
  return html.replaceAll(/(<[a-z][^<>]*?\s)style(\s*=)/gi, "$1data-look$2");
}

function tidy(body) {
  // One program wraps everything it copies in a bold element that is not bold.
  for (const wrapper of body.querySelectorAll("b[id^='docs-internal-guid'], b[data-look*='font-weight:normal' i]")) {
    wrapper.replaceWith(...wrapper.childNodes);
  }
  for (const span of body.querySelectorAll("span[data-look]")) {
    const look = span.dataset.look.replaceAll(/\s/g, "").toLowerCase();
    wrapIf(span, /font-weight:(?:bold|[6-9]00)/.test(look) && !span.closest("h1, h2, h3, h4, h5, h6"), "strong");
    wrapIf(span, /font-style:italic/.test(look), "em");
    wrapIf(span, /text-decoration(?:-line)?:[^;]*line-through/.test(look), "del");
  }
  for (const link of body.querySelectorAll("a")) {
    if (!SAFE_ADDRESS.test(link.getAttribute("href") ?? "")) {
      link.replaceWith(...link.childNodes);
    }
  }
  for (const image of body.querySelectorAll("img")) {
    if (!/^https?:/i.test(image.getAttribute("src") ?? "")) {
      image.remove();
    }
  }
}

function wrapIf(span, isWanted, name) {
  if (isWanted && span.textContent.trim()) {
    const inner = span.ownerDocument.createElement(name);
    inner.append(...span.childNodes);
    span.append(inner);
  }
}
