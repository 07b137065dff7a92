// What differs between two texts, word by word (after Myers, "An O(ND) difference algorithm and its
// variations", 1986, without the linear-space refinement).

// Beyond this many changed words nobody reads a difference; both texts are shown whole instead.
const MOST_STEPS = 600;

/** The parts of both texts in order: `{ kind: "same" | "gone" | "new", text }`. */
export function difference(before, after) {
  const [one, other] = [words(before), words(after)];
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) {
    start += 1;
  }
  let end = 0;
  const shorter = Math.min(one.length, other.length) - start;
  while (end < shorter && one[one.length - 1 - end] === other[other.length - 1 - end]) {
    end += 1;
  }
  const middle = steps(one.slice(start, one.length - end), other.slice(start, other.length - end));
  const parts = [
    ...one.slice(0, start).map((text) => ({ kind: "same", text })),
    ...middle,
    ...one.slice(one.length - end).map((text) => ({ kind: "same", text })),
  ];
  return joined(parts);
}

/** The parts with long stretches of sameness cut out, so that a change in a long text is found. */
export function shortened(parts, context = 120) {
  return parts.flatMap((part, index) => {
    const [isFirst, isLast] = [index === 0, index === parts.length - 1];
    if (part.kind !== "same" || part.text.length <= context * 2 + 40) {
      return [part];
    }
    // Not in the middle of a word, unless it is a very long one.
    const head = isFirst ? [] : [{ kind: "same", text: part.text.slice(0, context).replace(/(?<=\s\S*)\S{1,40}$/, "") }];
    const tail = isLast ? [] : [{ kind: "same", text: part.text.slice(-context).replace(/^\S{1,40}(?=\s)/, "") }];
    return [...head, { kind: "cut", text: "…" }, ...tail];
  });
}

// Words, the space between them, and signs one by one.
function words(text) {
  return text.match(/\n|[^\S\n]+|[\p{L}\p{N}\p{M}_]+|[^\s\p{L}\p{N}\p{M}_]/gu) ?? [];
}

function steps(one, other) {
  const gone = (text) => ({ kind: "gone", text });
  const added = (text) => ({ kind: "new", text });
  if (one.length === 0 || other.length === 0) {
    return [...one.map(gone), ...other.map(added)];
  }
  const traces = [];
  let furthest = new Map([[1, 0]]);
  const most = Math.min(one.length + other.length, MOST_STEPS);
  for (let count = 0; count <= most; count += 1) {
    traces.push(new Map(furthest));
    for (let diagonal = -count; diagonal <= count; diagonal += 2) {
      const isDown =
        diagonal === -count || (diagonal !== count && furthest.get(diagonal - 1) < furthest.get(diagonal + 1));
      let x = isDown ? furthest.get(diagonal + 1) : furthest.get(diagonal - 1) + 1;
      let y = x - diagonal;
      while (x < one.length && y < other.length && one[x] === other[y]) {
        x += 1;
        y += 1;
      }
      furthest.set(diagonal, x);
      if (x >= one.length && y >= other.length) {
        return walkedBack(traces, one, other);
      }
    }
    furthest = new Map(furthest);
  }
  return [...one.map(gone), ...other.map(added)];
}

function walkedBack(traces, one, other) {
  const parts = [];
  let [x, y] = [one.length, other.length];
  for (let count = traces.length - 1; count >= 0; count -= 1) {
    const furthest = traces[count];
    const diagonal = x - y;
    const isDown =
      diagonal === -count || (diagonal !== count && furthest.get(diagonal - 1) < furthest.get(diagonal + 1));
    const previous = isDown ? diagonal + 1 : diagonal - 1;
    const fromX = count === 0 ? 0 : furthest.get(previous);
    const fromY = count === 0 ? 0 : fromX - previous;
    while (x > fromX && y > fromY) {
      x -= 1;
      y -= 1;
      parts.push({ kind: "same", text: one[x] });
    }
    if (count > 0) {
      if (isDown) {
        y -= 1;
        parts.push({ kind: "new", text: other[y] });
      } else {
        x -= 1;
        parts.push({ kind: "gone", text: one[x] });
      }
    }
  }
  return parts.reverse();
}

// Neighbours of one kind become one part, and of a change what went stands before what came.
function joined(parts) {
  const result = [];
  let run = [];
  const close = () => {
    for (const kind of ["gone", "new"]) {
      const text = run.filter((part) => part.kind === kind).map((part) => part.text).join("");
      if (text) {
        result.push({ kind, text });
      }
    }
    run = [];
  };
  for (const part of parts) {
    if (part.kind !== "same") {
      run.push(part);
      continue;
    }
    close();
    const last = result.at(-1);
    if (last?.kind === "same") {
      last.text += part.text;
    } else {
      result.push({ ...part });
    }
  }
  close();
  return result;
}
