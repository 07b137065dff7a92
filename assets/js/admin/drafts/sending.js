// When the next request is due, and which one it is.

import { same } from "./texts.js";

/** A change is in the journal after at most this long. */
export const JOURNAL_MS = 1_000;
/** A pause of this long sends what was typed. */
export const IDLE_MS = 2_000;
/** Whoever types without a pause is saved at least this often. */
export const CONTINUOUS_MS = 15_000;

const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;

/** True when the words on the screen are those that are stored. */
export function isClean(state) {
  return same(state.fields, state.stored);
}

/** A decision between two texts, as a request; what is not chosen becomes a revision. */
export function choice(state, event, { word, version, mine = state.fields, from = state.fields, isErrand = false }) {
  return { kind: "choice", key: event.freshKey, choice: word, version, mine, from, isErrand };
}

/** Three texts to be made one, as a request. */
export function merge(state, event, { base, version, mine = state.fields, from = state.fields, isErrand = false }) {
  return { kind: "merge", key: event.freshKey, version, base, mine, from, isErrand };
}

/** Writes the words down on this machine, or takes them out where they are stored. */
export function journal(state, event, commands) {
  state.isJournalDue = false;
  if (!isClean(state)) {
    state.isJournaled = true;
    const { version, stored, fields } = state;
    commands.push({ type: "journal", entry: { at: event.now, baseVersion: version, base: stored, fields } });
  } else if (state.isJournaled) {
    state.isJournaled = false;
    commands.push({ type: "forget" });
  }
}

/** Sends what was typed, once it is time. */
export function sendWhenDue(state, event, commands) {
  const mustWait = state.phase !== "open" || state.isClosed || state.request || state.trouble === "refused";
  if (mustWait || isClean(state)) {
    return;
  }
  state.dirtySince ??= event.now;
  state.changedAt ??= event.now;
  const due = Math.min(state.changedAt + IDLE_MS, state.dirtySince + CONTINUOUS_MS);
  if (state.wish || state.wantsManual || event.now >= due) {
    send(state, event, commands);
  } else {
    commands.push({ type: "timer", name: "send", at: due });
  }
}

/** Sends at once, unless something is under way or there is nothing to send. */
export function send(state, event, commands, { isLast = false } = {}) {
  if (state.isUnderWay || state.isClosed) {
    return;
  }
  state.request ??= nextRequest(state, event, commands);
  if (state.request) {
    state.isUnderWay = true;
    commands.push({ type: "send", request: state.request, isLast });
  }
}

/** When to try again what was not taken: later each time, and not everybody at once. */
export function retryAt(state, event) {
  const grown = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (state.attempts - 1));
  const spread = grown * (0.5 + event.luck / 2);
  return event.now + Math.max(spread, (event.retryAfter ?? 0) * 1_000);
}

function nextRequest(state, event, commands) {
  if (state.phase !== "open" || state.trouble === "refused") {
    return null;
  }
  if (!isClean(state) || state.wantsManual) {
    const reason = state.wantsManual ? "manual" : "autosave";
    state.wantsManual = false;
    state.dirtySince = null;
    return { kind: "draft", key: event.freshKey, version: state.version, fields: state.fields, reason };
  }
  const { errand, version } = state;
  if (errand?.type === "dismiss") {
    return choice(state, event, { word: "theirs", version, mine: errand.mine, isErrand: true });
  }
  if (errand && errand.base) {
    return merge(state, event, { base: errand.base, version, mine: errand.mine, isErrand: true });
  }
  if (errand) {
    // Nobody knows what this text was made from, so its owner has to compare.
    const theirs = { version, fields: state.stored, savedAt: state.savedAt, savedBy: "", conflicts: [] };
    compare(state, event, commands, theirs, errand.mine);
  }
  return null;
}

/** Puts a text of the journal on the screen, beside what is stored. */
export function compare(state, event, commands, theirs, mine) {
  commands.push({ type: "replace", fields: mine, why: "restored" });
  state.fields = mine;
  state.stored = state.errand.base ?? null;
  state.phase = "conflict";
  state.theirs = theirs;
  journal(state, event, commands);
  commands.push({ type: "drop", entry: state.errand.entry }, { type: "conflict", theirs });
  state.errand = null;
}
