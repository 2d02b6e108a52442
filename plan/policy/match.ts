/**
 * Whether a pattern of a policy, in which `*` and `?` stand for others, takes all that another pattern takes. Errs on the
 * side of no: `*` and `?` in the second are taken by a star alone, or by a question mark.
 */
export function matches(pattern: string, value: string): boolean {
  if (pattern === value || pattern === '*') return true;
  if (!beginsAlike(pattern, value)) return false;
  const wide = plain(pattern);
  const narrow = plain(value);
  // What a reference stands for has another length than its text.
  return wide === narrow || (!(wide.includes('?') && narrow.includes('${')) && takes(wide, narrow));
}

/** Whether a value begins as a pattern does. False as well for what is no pattern, and so takes only itself. */
function beginsAlike(pattern: string, value: string): boolean {
  for (let place = 0; place < pattern.length; place++) {
    const wanted = pattern[place];
    if (wanted === '*' || wanted === '?') return true;
    if (wanted !== value[place]) return false;
  }
  return false;
}

/** The same pattern with the stars of a row in one, after its question marks. */
function plain(pattern: string): string {
  return /\*[*?]/.test(pattern)
    ? pattern.replace(/[*?]{2,}/g, (row) => row.replaceAll('*', '') + (row.includes('*') ? '*' : ''))
    : pattern;
}

/** In the time that the lengths take at most: after a star only the last one is tried again. */
function takes(pattern: string, value: string): boolean {
  let [at, star, tried] = [0, -1, 0];
  for (let place = 0; place < value.length; ) {
    const wanted = pattern[at];
    if (wanted === '*') {
      [star, tried] = [at++, place];
    } else if (
      wanted !== undefined &&
      (wanted === value[place] || (wanted === '?' && value[place] !== '*'))
    ) {
      at++;
      place++;
    } else if (star >= 0) {
      at = star + 1;
      place = ++tried;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

/** Whether nothing is taken by both of two patterns. What a reference or a variable stands for may be anything. */
export function disjoint(a: string, b: string): boolean {
  const [one, other] = [open(a), open(b)];
  // Most differ in what they begin with.
  const length = Math.min(firstWildcard(one), firstWildcard(other));
  if (one.slice(0, length) !== other.slice(0, length)) return true;
  return !meet(one, other);
}

function open(pattern: string): string {
  return pattern.includes('${') ? pattern.replace(/\$\{[^{}]*\}/g, '*') : pattern;
}

function firstWildcard(pattern: string): number {
  const found = pattern.search(/[*?]/);
  return found < 0 ? pattern.length : found;
}

function meet(a: string, b: string): boolean {
  // Of each beginning of `a`: whether it takes something that what was read of `b` takes too.
  let row = [true];
  for (let i = 1; i <= a.length; i++) row[i] = row[i - 1]! && a[i - 1] === '*';
  for (const other of b) {
    const next = [row[0]! && other === '*'];
    for (let i = 1; i <= a.length; i++) {
      const own = a[i - 1];
      next[i] =
        own === '*' || other === '*'
          ? row[i]! || next[i - 1]!
          : row[i - 1]! && (own === other || own === '?' || other === '?');
    }
    row = next;
  }
  return row[a.length]!;
}
