// Helps while reading an article: marks the heading that one is under in the contents list.
// Without it, all still reads.

const contents = document.querySelector(".contents--beside");
const headings = [...document.querySelectorAll(".prose :is(h2, h3)[id]")];

if (contents && headings.length > 0) {
  const links = new Map(
    [...contents.querySelectorAll("a[href^='#']")].map((link) => [
      decodeURIComponent(link.hash.slice(1)),
      link,
    ]),
  );
  const listed = headings.filter((heading) => links.has(heading.id));
  let marked = null;

  const mark = () => {
    // The last heading above the upper third of the window is the one being read.
    const line = window.innerHeight / 3;
    const passed = listed.filter((heading) => heading.getBoundingClientRect().top < line);
    const current = links.get(passed.at(-1)?.id) ?? null;
    if (current === marked) return;
    marked?.removeAttribute("aria-current");
    current?.setAttribute("aria-current", "true");
    marked = current;
  };

  let isWaiting = false;
  const markSoon = () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      mark();
    });
  };

  addEventListener("scroll", markSoon, { passive: true });
  addEventListener("resize", markSoon, { passive: true });
  mark();
}
