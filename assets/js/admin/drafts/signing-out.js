// Whoever signs out is told what stays on this machine: texts that never reached the site.

import { ask } from "./ask.js";
import { count } from "./journal.js";

/** True when nothing stays, or somebody leaves in spite of it. */
export async function maySignOut() {
  const left = countLeft();
  return left === 0 || ask(words(left), { yes: "Sign out", no: "Stay" });
}

function countLeft() {
  try {
    return count();
  } catch {
    return 0;
  }
}

function words(left) {
  const what = left === 1 ? "One text that was never saved is" : `${left} texts that were never saved are`;
  return `${what} still on this machine, where the next person to use it could read them. Each is offered when its page is opened again.`;
}
