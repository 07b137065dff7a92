// The bar above the text and the drawer of settings that hangs from it.

/** Tells the style sheet how high the bar is, which whatever else sticks to the edge stays below. */
export function measureBar(form) {
  const bar = form.querySelector(".editor__bar");
  const { style } = document.documentElement;
  new ResizeObserver(() => style.setProperty("--editor-bar", `${bar.offsetHeight}px`)).observe(bar);
}

/** Writes a long title smaller, so that more of it can be read at once. */
export function fitTitle(form) {
  const title = form.querySelector('[data-write] input[name="title"], [data-write] input[name="heading"]');
  if (!title) {
    return;
  }
  const fit = () => {
    title.classList.remove("input--long");
    title.classList.toggle("input--long", title.scrollWidth > title.clientWidth);
  };
  title.addEventListener("input", fit);
  new ResizeObserver(fit).observe(title.parentElement);
}

/** Escape and a press outside close the drawer. */
export function tendDrawer(form) {
  const drawer = form.querySelector("[data-drawer]");
  if (!drawer) {
    return;
  }
  const handle = drawer.querySelector("summary");
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drawer.open && drawer.contains(event.target) && !event.defaultPrevented) {
      drawer.open = false;
      handle.focus();
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (drawer.open && !drawer.contains(event.target) && !event.target.closest("dialog")) {
      drawer.open = false;
    }
  });
  // A link to a field in it, as in a list of errors, opens it first.
  document.addEventListener("click", (event) => {
    const target = event.target.closest('a[href^="#field-"]')?.hash.slice(1);
    if (target && drawer.contains(document.getElementById(target))) {
      drawer.open = true;
    }
  });
}
