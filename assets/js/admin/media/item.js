// One item: the focal point is set on the picture itself, and the address is copied by a button.
// Without this module the two numbers and the field do the same.

import "./focal.js";

const button = document.querySelector("[data-copy]");
const source = document.querySelector("[data-copy-source]");

if (button && source && navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.value);
      button.textContent = "Copied";
    } catch {
      source.focus();
      source.select();
    }
  });
}
