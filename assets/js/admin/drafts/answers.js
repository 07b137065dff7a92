// What an answer means for the state.

import { choice, compare, isClean, journal, merge, retryAt, send, sendWhenDue } from "./sending.js";
import { carriedOver, differing, normalised, same } from "./texts.js";

/** Takes the answer to the request under way. */
export function answered(state, event, commands) {
  const { request } = state;
  state.isUnderWay = false;
  switch (event.status) {
    case 200:
      return taken(state, event, commands, request);
    case 409:
      return outdated(state, event, commands, request);
    case 401:
      // The request waits as it is: what was typed meanwhile is sent after it.
      state.trouble = "signed-out";
      journal(state, event, commands);
      commands.push({ type: "sign-in" });
      return undefined;
    case 404:
      Object.assign(state, { phase: "gone", request: null, errand: null, trouble: null });
      journal(state, event, commands);
      commands.push({ type: "gone" });
      return undefined;
    case 413:
    case 422:
      if (request.isErrand) {
        Object.assign(state, { request: null, trouble: null });
        putOff(state, event, commands);
        return undefined;
      }
      Object.assign(state, { request: null, errand: null, trouble: "refused" });
      state.problems = event.body?.problems ?? [];
      journal(state, event, commands);
      return undefined;
    default:
      // The answer may be lost and the text stored all the same. The same request with the same key
      // finds out, so it is sent again before anything newer.
      state.trouble = event.status === 0 ? "offline" : "busy";
      state.attempts += 1;
      journal(state, event, commands);
      commands.push({ type: "timer", name: "retry", at: retryAt(state, event) });
      return undefined;
  }
}

function taken(state, event, commands, request) {
  const { body } = event;
  Object.assign(state, { request: null, attempts: 0, trouble: null, problems: [], version: body.version });
  state.savedAt = body.saved_at ?? state.savedAt;
  if (body.status) {
    commands.push({ type: "status", status: body.status });
  }
  if (request.kind === "draft") {
    state.isUnmarked = request.reason === "autosave";
    adopt(state, event, commands, { from: request.fields, to: request.fields });
    return;
  }
  const to = normalised(body.fields);
  state.isUnmarked = true;
  if (request.isErrand) {
    commands.push({ type: "drop", entry: state.errand.entry });
    state.errand = null;
  } else if (request.kind === "choice") {
    if (request.choice === "theirs" && !same(state.fields, request.mine)) {
      // Written on meanwhile: that is kept as a revision as well.
      state.request = choice(state, event, { word: "theirs", version: body.version });
      send(state, event, commands);
      return;
    }
    Object.assign(state, { phase: "open", theirs: null });
    commands.push({ type: "chosen", choice: request.choice, revision: body.kept_revision });
  }
  if (request.kind === "merge") {
    commands.push({ type: "merged", names: body.merged ?? [], isRestored: request.isErrand, ...state.meanwhile });
    state.meanwhile = null;
  }
  adopt(state, event, commands, { from: request.from, to });
}

// The server holds `to` now, where it was given `from`; what was typed since is kept.
function adopt(state, event, commands, { from, to }) {
  const { fields, clashes } = carriedOver(from, state.fields, to);
  if (clashes.length > 0) {
    // Typed into the very field that came back changed: once more, with the newest words.
    state.stored = from;
    state.request = merge(state, event, { base: from, version: state.version });
    send(state, event, commands);
    return;
  }
  state.stored = to;
  const changed = differing(state.fields, fields);
  if (changed.length > 0) {
    commands.push({ type: "replace", fields: pick(fields, changed), why: "saved" });
    state.fields = fields;
  }
  if (isClean(state)) {
    state.dirtySince = null;
    journal(state, event, commands);
    if (state.errand || (state.wantsManual && state.isUnmarked)) {
      send(state, event, commands);
    }
    state.wantsManual = false;
  } else {
    if (state.isJournaled) {
      journal(state, event, commands);
    }
    sendWhenDue(state, event, commands);
  }
}

function outdated(state, event, commands, request) {
  const { body } = event;
  const theirs = {
    version: body.version,
    fields: normalised(body.fields),
    savedAt: body.saved_at,
    savedBy: body.saved_by,
    conflicts: body.conflicts ?? [],
  };
  const { version } = theirs;
  Object.assign(state, { request: null, attempts: 0, trouble: null });
  if (request.kind === "choice") {
    if (request.isErrand) {
      state.request = { ...request, key: event.freshKey, version };
      send(state, event, commands);
    } else {
      // Saved again in between: the decision is asked for once more, with that text.
      state.theirs = theirs;
      commands.push({ type: "conflict", theirs, isAgain: true });
    }
    return;
  }
  if (request.kind === "draft" && same(theirs.fields, state.fields)) {
    Object.assign(state, { version, savedAt: theirs.savedAt ?? state.savedAt });
    adopt(state, event, commands, { from: state.fields, to: theirs.fields });
    return;
  }
  const base = request.kind === "merge" ? request.base : state.stored;
  // A merge that was made against the very text that is stored, and still refused, is no merge.
  const isRefused = request.kind === "merge" && version === request.version;
  if (!base || isRefused) {
    stop(state, event, commands, theirs, request);
    return;
  }
  state.meanwhile = { savedAt: theirs.savedAt, savedBy: theirs.savedBy };
  state.request = request.isErrand
    ? { ...request, key: event.freshKey, version }
    : merge(state, event, { base, version });
  send(state, event, commands);
}

// No more saving until somebody has decided; the journal goes on.
function stop(state, event, commands, theirs, request) {
  if (!request.isErrand) {
    Object.assign(state, { phase: "conflict", theirs });
    journal(state, event, commands);
    commands.push({ type: "conflict", theirs });
  } else if (same(state.fields, request.from)) {
    compare(state, event, commands, theirs, request.mine);
  } else {
    // Somebody writes on meanwhile.
    putOff(state, event, commands);
  }
}

// The text of the journal stays where it is; what is on the screen goes on.
function putOff(state, event, commands) {
  commands.push({ type: "later", entry: state.errand.entry });
  state.errand = null;
  sendWhenDue(state, event, commands);
}

function pick(fields, names) {
  return Object.fromEntries(names.map((name) => [name, fields[name]]));
}
