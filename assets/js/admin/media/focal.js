// The focal point on the picture: by click, by dragging the mark, by arrow keys. The two number
// fields are what is sent; the mark and the cuts follow them.

const box = document.querySelector("[data-focal]");
const fields = [document.querySelector("[data-focal-x]"), document.querySelector("[data-focal-y]")];

if (box && fields.every(Boolean)) {
  const picture = box.querySelector("[data-focal-picture]");
  const mark = box.querySelector("[data-focal-mark]");
  const cuts = document.querySelector("[data-cuts]");
  const within = (number) => Math.min(100, Math.max(0, Math.round(number)));
  const point = () => fields.map((field) => within(Number(field.value) || 0));

  const show = () => {
    const [x, y] = point();
    mark.style.setProperty("inset-inline-start", `${x}%`);
    mark.style.setProperty("inset-block-start", `${y}%`);
    mark.setAttribute("aria-label", `Focal point: ${x} % from the left, ${y} % from the top`);
    for (const cut of cuts.querySelectorAll("[data-cut]")) {
      cut.style.setProperty("object-position", `${x}% ${y}%`);
    }
  };

  const set = (x, y) => {
    fields[0].value = within(x);
    fields[1].value = within(y);
    // Told to whoever watches the form for words that are not saved.
    fields[0].dispatchEvent(new Event("input", { bubbles: true }));
    show();
  };

  const setAt = (event) => {
    const area = picture.getBoundingClientRect();
    set(((event.clientX - area.left) / area.width) * 100, ((event.clientY - area.top) / area.height) * 100);
  };

  let isDragging = false;
  for (const element of [picture, mark]) {
    element.addEventListener("pointerdown", (event) => {
      if (event.button === 0) {
        isDragging = true;
        element.setPointerCapture(event.pointerId);
        setAt(event);
        mark.focus();
        event.preventDefault();
      }
    });
    element.addEventListener("pointermove", (event) => {
      if (isDragging) {
        setAt(event);
      }
    });
    for (const end of ["pointerup", "pointercancel"]) {
      element.addEventListener(end, () => (isDragging = false));
    }
  }

  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  mark.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (step) {
      event.preventDefault();
      const [x, y] = point();
      const size = event.shiftKey ? 10 : 1;
      set(x + step[0] * size, y + step[1] * size);
    }
  });

  for (const field of fields) {
    field.addEventListener("input", show);
  }
  for (const element of [mark, cuts, document.querySelector("[data-focal-hint]")]) {
    element.hidden = false;
  }
  box.classList.add("focal--live");
  window.addEventListener("pageshow", show);
  show();
}
