// Asking again until the answer is the expected one, as for what happens at a time.

import assert from 'node:assert/strict';

const PATIENCE_MS = 25_000;
const PAUSE_MS = 250;

/** `await expect(question, 'what').toBe(answer)`, or `.not.toBe(answer)`. */
export function expect(question, what) {
  return {
    toBe: (wanted) => poll(question, what, (answer) => answer === wanted),
    not: { toBe: (unwanted) => poll(question, what, (answer) => answer !== unwanted) },
  };
}

async function poll(question, what, isRight) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await question();
    if (isRight(answer)) {
      return;
    }
    assert.ok(Date.now() < deadline, `this never came: ${what}; the last answer was ${answer}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
