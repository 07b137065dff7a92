// The library's page: files by button, by drop and by paste, each with its progress, and a place for
// its alt text as soon as it is there. Without this module the form sends them all at once.

import "../selection.js";
import { send } from "./sending.js";
import { line } from "./lines.js";

const form = document.querySelector("form[data-upload]");

if (form) {
  const input = form.querySelector("input[type=file]");
  const section = document.querySelector("[data-uploads]");
  const list = section.querySelector("[data-uploads-list]");
  const said = section.querySelector("[data-uploads-said]");
  const waiting = [];
  let isSending = false;
  let stored = 0;
  let refused = 0;

  form.querySelector("[data-upload-hint]").hidden = false;
  form.querySelector("[data-upload-send]").hidden = true;

  const add = (files) => {
    section.hidden = false;
    document.querySelector("[data-nothing]")?.remove();
    for (const file of files) {
      const shown = line(file);
      list.prepend(shown.element);
      waiting.push({ file, shown });
    }
    work();
  };

  const work = async () => {
    if (isSending) {
      return;
    }
    isSending = true;
    while (waiting.length > 0) {
      const { file, shown } = waiting.shift();
      const answer = await send(file, shown.progress);
      if (answer.item) {
        stored += 1;
        shown.stored(answer.item);
      } else {
        refused += 1;
        shown.refused(answer.error);
      }
    }
    isSending = false;
    const words = stored === 1 ? "1 file is" : `${stored} files are`;
    section.querySelector("[data-uploads-next]").hidden = stored === 0;
    said.textContent = `${words} in the library${refused > 0 ? `, ${refused} refused` : ""}.`;
  };

  input.addEventListener("change", () => {
    add([...input.files]);
    input.value = "";
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  let depth = 0;
  const mark = (isOver) => {
    document.body.classList.toggle("dropping", isOver);
    form.classList.toggle("drop--over", isOver);
  };
  document.addEventListener("dragenter", (event) => {
    if (holdsFiles(event)) {
      depth += 1;
      mark(true);
    }
  });
  document.addEventListener("dragleave", (event) => {
    if (holdsFiles(event)) {
      depth = Math.max(0, depth - 1);
      mark(depth > 0);
    }
  });
  document.addEventListener("dragover", (event) => {
    if (holdsFiles(event)) {
      event.preventDefault();
    }
  });
  document.addEventListener("drop", (event) => {
    if (holdsFiles(event)) {
      event.preventDefault();
      depth = 0;
      mark(false);
      add([...event.dataTransfer.files]);
    }
  });
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0) {
      event.preventDefault();
      add(files);
    }
  });
  // What is still on its way is lost with the page.
  window.addEventListener("beforeunload", (event) => {
    if (isSending) {
      event.preventDefault();
    }
  });
}
