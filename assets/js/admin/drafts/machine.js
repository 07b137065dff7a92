// When to save, what to send, and what to do with the answer. Pure: an event and a state go in, a
// state and commands come out. Time, fresh keys and luck come with the events, so that everything
// that may happen can be tried in a test.
//
// What must hold after every event: the words on the screen are in a request under way, stored, or
// in the journal (or will be when its timer, set for at most a second, is over).

import { answered } from "./answers.js";
import { JOURNAL_MS, choice, isClean, journal, send, sendWhenDue } from "./sending.js";
import { same } from "./texts.js";

/**
 * The state of a page that was just loaded.
 *
 * `stored` is the text at `version`, or null where the page holds another one and does not know it.
 * `theirs` is what was saved meanwhile, on a page that shows a conflict.
 */
export function start({ version, stored, fields, theirs = null, savedAt = null }) {
  return {
    phase: theirs ? "conflict" : "open",
    version,
    stored,
    fields,
    // What is under way, or was and has to be sent again as it is, until there is an answer.
    request: null,
    isUnderWay: false,
    attempts: 0,
    // Why the last request was not taken: offline, busy, signed-out, refused.
    trouble: null,
    problems: [],
    theirs,
    // Who saved in between, while a merge is under way.
    meanwhile: null,
    savedAt,
    changedAt: null,
    dirtySince: null,
    isJournaled: false,
    isJournalDue: false,
    // True when the stored text was last saved by itself, so that a save by hand marks it.
    isUnmarked: false,
    wantsManual: false,
    // What waits until everything is saved.
    wish: null,
    // What is to be done with a text of the journal, once everything else is saved.
    errand: null,
    isClosed: false,
  };
}

/** The next state, and what has to be done. */
export function react(state, event) {
  const act = ACTS[event.type];
  if (!act) {
    throw new Error(`there is no event ${event.type}`);
  }
  const commands = [];
  const next = act({ ...state }, event, commands) ?? state;
  grantWish(next, commands);
  return [next, commands];
}

const ACTS = {
  // The page was loaded with words that may not be stored.
  wake(state, event, commands) {
    journal(state, event, commands);
    sendWhenDue(state, event, commands);
    return state;
  },

  // The screen shows these words now.
  typed(state, event, commands) {
    if (same(state.fields, event.fields)) {
      return state;
    }
    state.fields = event.fields;
    state.changedAt = event.now;
    state.dirtySince ??= event.now;
    if (!state.isJournalDue) {
      state.isJournalDue = true;
      commands.push({ type: "timer", name: "journal", at: event.now + JOURNAL_MS });
    }
    if (state.trouble === "refused") {
      state.trouble = null;
      state.problems = [];
    }
    sendWhenDue(state, event, commands);
    return state;
  },

  timer(state, event, commands) {
    if (event.name === "journal") {
      journal(state, event, commands);
    } else if (event.name === "send") {
      sendWhenDue(state, event, commands);
    } else if (event.name === "retry") {
      send(state, event, commands);
    }
    return state;
  },

  // Somebody pressed the key or the button.
  save(state, event, commands) {
    if (state.phase === "open" && (!isClean(state) || state.isUnmarked || state.isUnderWay)) {
      state.wantsManual = true;
      send(state, event, commands);
    }
    return state;
  },

  answer(state, event, commands) {
    // An answer to something else, as after a time limit.
    if (!state.isUnderWay || event.key !== state.request.key) {
      return state;
    }
    answered(state, event, commands);
    return state;
  },

  // The connection or the session is back.
  resume(state, event, commands) {
    if (state.request && !state.isUnderWay) {
      state.attempts = 0;
      send(state, event, commands);
    }
    return state;
  },

  // The page goes out of sight and may not come back.
  hide(state, event, commands) {
    journal(state, event, commands);
    if (state.phase === "open" && !state.trouble && !isClean(state)) {
      send(state, event, commands, { isLast: true });
    }
    return state;
  },

  choose(state, event, commands) {
    if (state.phase === "conflict" && !state.request) {
      state.request = choice(state, event, { word: event.choice, version: state.theirs.version });
      send(state, event, commands);
    }
    return state;
  },

  // A text of the journal is to be written on, on top of what is stored.
  restore(state, event, commands) {
    if (state.phase !== "open" || state.errand) {
      return refused(state, event, commands);
    }
    if (isClean(state) && !state.request && same(event.base, state.stored)) {
      commands.push({ type: "replace", fields: event.fields, why: "restored" });
      ACTS.typed(state, event, commands);
      // In its own journal now, so the other one can go.
      journal(state, event, commands);
      commands.push({ type: "drop", entry: event.entry });
      return state;
    }
    state.errand = { type: "restore", base: event.base, mine: event.fields, entry: event.entry };
    send(state, event, commands);
    return state;
  },

  // The stored text stays; the one of the journal becomes a revision.
  dismiss(state, event, commands) {
    if (state.phase !== "open" || state.errand) {
      return refused(state, event, commands);
    }
    state.errand = { type: "dismiss", mine: event.fields, entry: event.entry };
    send(state, event, commands);
    return state;
  },

  // Something waits until everything is saved: publishing, leaving, signing out.
  settle(state, event, commands) {
    state.wish = { id: event.id };
    if (!isClean(state) || state.request || state.errand) {
      send(state, event, commands);
    }
    return state;
  },

  // What was granted did not lead away after all.
  reopen(state, event, commands) {
    state.isClosed = false;
    sendWhenDue(state, event, commands);
    return state;
  },

  // The content was deleted meanwhile, and the text goes on under another id.
  moved(state, event, commands) {
    state.phase = "open";
    state.version = 0;
    state.stored = null;
    state.trouble = null;
    state.problems = [];
    state.wantsManual = true;
    send(state, event, commands);
    return state;
  },
};

// One text of the journal at a time, and none in the middle of a decision.
function refused(state, event, commands) {
  commands.push({ type: "later", entry: event.entry });
  return state;
}

// Lets go what waits, or says why it cannot.
function grantWish(state, commands) {
  const { wish } = state;
  if (!wish || state.isUnderWay) {
    return;
  }
  const why = state.phase === "open" ? state.trouble : state.phase;
  if (why) {
    state.wish = null;
    commands.push({ type: "stay", id: wish.id, why });
  } else if (isClean(state) && !state.request && !state.errand) {
    state.wish = null;
    state.isClosed = true;
    commands.push({ type: "go", id: wish.id, version: state.version });
  }
}
