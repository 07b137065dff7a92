// The server's side of a draft, as the contract of the editor describes it, in memory: versions,
// idempotency keys, merges by field and by line, and revisions for whatever was not chosen.

export class DraftStore {
  constructor(fields, { version = 1 } = {}) {
    this.fields = { ...fields };
    this.version = version;
    this.revisions = [];
    this.answers = new Map();
    this.isDeleted = false;
    this.savedAt = '2026-11-24T12:00:00Z';
    this.savedBy = 'owner@example.org';
    this.saves = 0;
  }

  /** The answer to one request; the same key always gets the same one. */
  answer(kind, { key, version, body }) {
    if (this.isDeleted) {
      return { status: 404, body: { error: 'gone' } };
    }
    if (this.answers.has(key)) {
      return this.answers.get(key);
    }
    const answer = this[kind](version, body);
    if (answer.status === 200) {
      this.answers.set(key, answer);
    }
    return answer;
  }

  draft(version, { fields, reason }) {
    return version === this.version ? this.#store(fields, reason) : this.#outdated(fields);
  }

  merge(version, { base, mine }) {
    if (version !== this.version) {
      return this.#outdated(mine);
    }
    const merged = {};
    const names = [];
    const conflicts = [];
    for (const name of Object.keys(this.fields)) {
      const text = mergedText(base[name] ?? '', mine[name] ?? '', this.fields[name] ?? '');
      if (text === null) {
        conflicts.push(name);
      } else {
        merged[name] = text;
        if (text !== mine[name] && text !== this.fields[name]) {
          names.push(name);
        }
      }
    }
    if (conflicts.length > 0) {
      return this.#outdated(mine, conflicts);
    }
    return this.#store(merged, 'merge', { fields: merged, merged: names });
  }

  choice(version, { choice, mine }) {
    if (version !== this.version) {
      return this.#outdated(mine);
    }
    const kept = choice === 'mine' ? this.fields : mine;
    this.revisions.push({ ...kept });
    return this.#store(choice === 'mine' ? mine : this.fields, 'choice', {
      fields: { ...(choice === 'mine' ? mine : this.fields) },
      kept_revision: this.revisions.length,
    });
  }

  /** Somebody else saves. */
  saveElsewhere(fields) {
    this.#store({ ...this.fields, ...fields }, 'autosave');
  }

  /** True when these words stand in the draft or in a revision. */
  holds(words) {
    return [this.fields, ...this.revisions].some((fields) => Object.values(fields).some((text) => text.includes(words)));
  }

  #store(fields, reason, more = {}) {
    this.revisions.push({ ...this.fields });
    this.fields = { ...fields };
    this.version += 1;
    this.saves += 1;
    this.lastReason = reason;
    const status = { word: 'draft', label: 'Draft', has_unpublished_changes: false, has_schedule_difference: false };
    return { status: 200, body: { version: this.version, saved_at: this.savedAt, status, ...more } };
  }

  // Every 409 names the fields that differ, as the program does, also where they could be merged.
  #outdated(mine, conflicts = Object.keys(this.fields).filter((name) => mine[name] !== this.fields[name])) {
    const { version, savedAt, savedBy } = this;
    return { status: 409, body: { version, saved_at: savedAt, saved_by: savedBy, fields: { ...this.fields }, conflicts } };
  }
}

// Merges lines that were only changed or added on one of the two ways; null where both ways changed
// the same lines. Coarse, but it never drops a line that somebody wrote.
function mergedText(base, mine, theirs) {
  if (mine === base || mine === theirs) {
    return theirs;
  }
  if (theirs === base) {
    return mine;
  }
  const [common, left, right] = [base, mine, theirs].map((text) => text.split('\n'));
  let start = 0;
  while (start < common.length && common[start] === left[start] && common[start] === right[start]) {
    start += 1;
  }
  const [mineAfter, theirsAfter] = [left, right].map((lines) => commonEnd(common, lines, start));
  // One of the two must have left alone everything up to where the other one changed something.
  const mineChanged = [commonStart(common, left), common.length - mineAfter];
  const theirsChanged = [commonStart(common, right), common.length - theirsAfter];
  if (mineChanged[1] < theirsChanged[0]) {
    return [...left.slice(0, left.length - (common.length - theirsChanged[0])), ...right.slice(theirsChanged[0])].join('\n');
  }
  if (theirsChanged[1] < mineChanged[0]) {
    return [...right.slice(0, right.length - (common.length - mineChanged[0])), ...left.slice(mineChanged[0])].join('\n');
  }
  return null;
}

function commonStart(one, other) {
  let count = 0;
  while (count < one.length && count < other.length && one[count] === other[count]) {
    count += 1;
  }
  return count;
}

function commonEnd(one, other) {
  const start = commonStart(one, other);
  let count = 0;
  while (count < Math.min(one.length, other.length) - start && one.at(-1 - count) === other.at(-1 - count)) {
    count += 1;
  }
  return count;
}
