// Brings the page on which something is written to life: it saves by itself, keeps what could not be
// saved, and shows the page as visitors will see it. Without this module the page is a plain form.

import { fitTitle, measureBar, tendDrawer } from "./bar.js";
import { offerDecision } from "./compare.js";
import { Driver } from "./driver.js";
import { collect, collectStored, write } from "./form-fields.js";
import { offerNewHome } from "./gone.js";
import { Journal } from "./journal.js";
import { waitBeforeLeaving } from "./leaving.js";
import { Preview } from "./preview.js";
import { offerLeftBehind } from "./restore.js";
import { offerSignIn } from "./sign-in.js";
import { showWhatCanBeDone } from "./standing.js";
import { showState } from "./state-line.js";

const form = document.querySelector("form[data-editor]");
if (form) {
  begin();
}

function begin() {
  const { kind, id, base } = form.dataset;
  const journal = new Journal({ kind, id, ...storages() });
  const driver = new Driver({ base, journal, loaded: loaded() });
  const preview = new Preview({ form, read: () => driver.state.fields, base: () => driver.base });

  showState(form, driver);
  offerSignIn(form, driver);
  offerDecision(form, driver);
  offerNewHome(form, driver, journal);
  waitBeforeLeaving(form, driver, journal);
  measureBar(form);
  tendDrawer(form);
  fitTitle(form);

  form.addEventListener("input", () => {
    driver.do({ type: "typed", fields: collect(form) });
    showHeading();
    preview.refresh();
  });
  driver.on("replace", ({ fields }) => {
    write(form, fields);
    showHeading();
    preview.refresh();
  });
  driver.on("state", ({ version }) => {
    form.elements.version.value = version;
    form.dataset.version = version;
    if (version > 0) {
      showAddress();
    }
  });

  // A browser puts back what stood in the fields when a page is loaded again.
  driver.do({ type: "typed", fields: collect(form) });
  driver.do({ type: "wake" });
  if (driver.state.version === 0 && document.activeElement === document.body) {
    form.querySelector("[data-write] [data-field]")?.focus();
  }
  if (driver.state.phase === "open") {
    offerLeftBehind(form, driver, journal);
  }

  // What was never stored gets the address at which it will be found again.
  function showAddress() {
    const address = `${driver.base}/edit`;
    if (location.pathname.endsWith("/new") && address !== location.pathname) {
      history.replaceState(history.state, "", address);
      showWhatCanBeDone(form, driver.base);
    }
  }

  function showHeading() {
    const title = form.elements.title?.value.trim();
    const heading = form.querySelector("[data-heading]");
    if (title !== undefined && heading) {
      heading.textContent = title || `Untitled ${form.dataset.noun}`;
    }
  }
}

function loaded() {
  const shown = collectStored(form);
  const version = Number(form.elements.version.value);
  const at = form.querySelector("[data-save-state] time")?.dateTime ?? null;
  if (!form.hasAttribute("data-unsaved")) {
    return { version, stored: shown, fields: shown, savedAt: at };
  }
  if (!form.hasAttribute("data-conflict")) {
    return { version, stored: null, fields: shown };
  }
  // The page shows what was saved meanwhile wherever it differs.
  const fields = { ...shown };
  for (const text of document.querySelectorAll("[data-theirs]")) {
    fields[text.dataset.theirs] = text.defaultValue;
  }
  return { version, stored: null, fields: shown, theirs: { version, fields, conflicts: [] } };
}

// A browser may refuse to keep anything; the page then works without.
function storages() {
  try {
    return { storage: window.localStorage, locks: navigator.locks };
  } catch {
    return { storage: new Map(), locks: undefined };
  }
}
