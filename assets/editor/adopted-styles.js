// CodeMirror writes its styles into a <style> element, which this site's policy refuses. A sheet of the
// document object model is let in, so the styles are adopted instead. They go into a layer below the
// panel's own pages, so that assets/css/admin/57-markdown-editor.css has the last word.

import { StyleModule } from "style-mod";

const LAYER = "components.codemirror";

const mounted = [];
let sheet = null;

StyleModule.mount = (root, modules) => {
  const before = mounted.length;
  for (const module of [modules].flat()) {
    if (!mounted.includes(module)) {
      mounted.push(module);
    }
  }
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    root.adoptedStyleSheets.push(sheet);
  }
  if (mounted.length > before) {
    sheet.replaceSync(`@layer ${LAYER} {\n${mounted.map((module) => module.getRules()).join("\n")}\n}`);
  }
};
