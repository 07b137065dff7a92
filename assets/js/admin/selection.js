// Marking articles in a list: a row of them with Shift, all of the page with one box, and how many
// there are. Without this module the boxes and the form work as they are.

const form = document.querySelector("form[data-bulk]");

if (form) {
  const all = form.querySelector("[data-mark-all]");
  const count = form.querySelector("[data-mark-count]");
  const fold = form.querySelector("[data-bulk-fold]");
  const boxes = [...document.querySelectorAll("input[data-mark]")];
  let last = null;

  const show = () => {
    const marked = boxes.filter((box) => box.checked).length;
    // The server takes this box for "all of the page": it may be checked only when that is meant.
    all.checked = marked > 0 && marked === boxes.length;
    all.indeterminate = marked > 0 && marked < boxes.length;
    count.textContent = marked === 0 ? "" : `${marked} marked`;
    form.classList.toggle("bulk--marked", marked > 0);
    for (const box of boxes) {
      box.closest("li").classList.toggle("row--marked", box.checked);
    }
    return marked;
  };

  const opened = (marked) => {
    if (marked > 0) {
      fold.open = true;
    }
  };

  all.addEventListener("change", () => {
    for (const box of boxes) {
      box.checked = all.checked;
    }
    opened(show());
  });

  for (const box of boxes) {
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last !== null && last !== box) {
        const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
        for (const other of boxes.slice(from, to + 1)) {
          other.checked = box.checked;
        }
      }
      last = box;
      opened(show());
    });
  }

  // A page that the browser brings back has its boxes as they were left.
  window.addEventListener("pageshow", show);
  show();
}
