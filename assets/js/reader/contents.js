// Marks the part that is being read in the list of contents beside the text.

/** Follows the reader through the headings that the list names. */
export const followContents = (list, headings) => {
  const links = new Map(
    [...list.querySelectorAll("a[href^='#']")].map((link) => [
      decodeURIComponent(link.hash.slice(1)),
      link,
    ]),
  );
  const listed = headings.filter((heading) => links.has(heading.id));
  if (listed.length === 0) return;
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
    if (current) keepInSight(list, current);
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
};

// A list that is longer than the window scrolls by itself, and only itself: the page stays.
const keepInSight = (list, link) => {
  const room = list.getBoundingClientRect();
  const place = link.getBoundingClientRect();
  const isSeen = place.top >= room.top && place.bottom <= room.bottom;
  // Somebody who is at the list by keyboard scrolls it already.
  if (isSeen || list.contains(document.activeElement)) return;
  list.scrollTop += place.top - room.top - room.height / 3;
};
