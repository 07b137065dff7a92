// Says what was done to those who do not see it.

let region = null;

/** The place where words are read out; it must be on the page before there is something to say. */
export const prepare = () => {
  if (region) return;
  region = document.createElement("p");
  region.className = "visually-hidden";
  region.setAttribute("role", "status");
  region.dataset.readerStatus = "";
  document.body.append(region);
};

/** Has the words read out, also when they are the same as before. */
export const announce = (words) => {
  prepare();
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = words;
  });
};
