// Texts of a draft: a plain object from the name of a field to what stands in it.

/** True when both hold the same words in every field. */
export function same(one, other) {
  if (one === other) {
    return true;
  }
  if (!one || !other) {
    return false;
  }
  return namesOf(one, other).every((name) => (one[name] ?? "") === (other[name] ?? ""));
}

/** True when both hold the same words, however much space stands around them. */
export function alike(one, other) {
  const words = (fields) => fields && Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, text.replace(/\s+/g, " ").trim()]));
  return same(words(one), words(other));
}

/** The names of the fields in which two texts differ. */
export function differing(one, other) {
  return namesOf(one, other).filter((name) => (one?.[name] ?? "") !== (other?.[name] ?? ""));
}

/** A form sends line ends of its own; a field of a page never holds them. */
export function normalised(fields) {
  return Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, String(text).replace(/\r\n?/g, "\n")]));
}

/**
 * What was changed between `from` and `fields`, done to `to` instead, field by field. Where a field
 * was changed on both ways, there is no answer here: its name is among the clashes.
 */
export function carriedOver(from, fields, to) {
  const result = {};
  const clashes = [];
  for (const name of namesOf(fields, to)) {
    const [before, mine, theirs] = [from[name] ?? "", fields[name] ?? "", to[name] ?? ""];
    if (mine === before || mine === theirs) {
      result[name] = theirs;
    } else {
      result[name] = mine;
      if (theirs !== before) {
        clashes.push(name);
      }
    }
  }
  return { fields: result, clashes };
}

function namesOf(one, other) {
  return [...new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})])];
}
