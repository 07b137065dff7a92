// The places by which a text and its page are held together: headings and blocks of code. The
// first heading of the text is the first one of the page, and between two places all is even.

/** Where headings and blocks of code begin in a Markdown text, as `{ kind, at }` in characters. */
export function landmarks(markdown) {
  const found = [];
  let fence = null;
  let at = 0;
  let before = "";
  for (const line of markdown.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence) {
      const isEnd = mark && mark[0] === fence[0] && mark.length >= fence.length && line.trim() === mark;
      fence = isEnd ? null : fence;
    } else if (mark && !(mark[0] === "`" && line.trim().slice(mark.length).includes("`"))) {
      found.push({ kind: "code", at });
      fence = mark;
    } else if (/^ {0,3}#{1,6}(\s|$)/.test(line)) {
      found.push({ kind: "heading", at });
    } else if (/^ {0,3}(=+|-+)\s*$/.test(line) && /^ {0,3}[^\s#>|*+-]/.test(before)) {
      found.push({ kind: "heading", at: at - before.length - 1 });
    }
    before = fence ? "" : line;
    at += line.length + 1;
  }
  return found;
}

/**
 * The positions that belong together, as pairs that only grow on both sides. Each list holds
 * `{ kind, y }` in order; what has no partner on the other side is left out.
 */
export function pairs(text, page) {
  const partners = (kind) => {
    const [one, other] = [text, page].map((list) => list.filter((place) => place.kind === kind));
    return one.slice(0, other.length).map((place, index) => [place.y, other[index].y]);
  };
  const all = [...partners("heading"), ...partners("code")].sort((one, other) => one[0] - other[0]);
  return all.filter(([, y], index) => index === 0 || y > Math.max(...all.slice(0, index).map(([, above]) => above)));
}

/** The position on one side for a position on the other, in proportion between two pairs. */
export function across(places, y, { from = 0, to = 1 } = {}) {
  const next = places.findIndex((place) => place[from] > y);
  if (next === 0) {
    return places[0][to];
  }
  if (next === -1) {
    return places.at(-1)[to];
  }
  const [above, below] = [places[next - 1], places[next]];
  const share = (y - above[from]) / (below[from] - above[from]);
  return above[to] + share * (below[to] - above[to]);
}
