/** `, did you mean "orders"?` where one of the names is near, else nothing. */
export function suggest(wrong: string, names: readonly string[]): string {
  const [nearest] = names
    .map((name) => ({ name, edits: editsBetween(wrong, name) }))
    .filter(({ name, edits }) => edits <= Math.max(1, Math.floor(name.length / 3)))
    .sort((a, b) => a.edits - b.edits);
  return nearest ? `, did you mean "${nearest.name}"?` : '';
}

/** The same among versions, of which the nearest by number is meant: 17.10 for 17.99, not 17.9. */
export function suggestVersion(wrong: string, versions: readonly string[]): string {
  const numbers = (version: string) => (version.match(/\d+/g) ?? []).map(Number);
  const own = numbers(wrong);
  // From the first number on that differs, how far the other one is from it.
  const away = (version: string) => own.map((part, index) => Math.abs(part - (numbers(version)[index] ?? 0)));
  const [nearest] = [...versions].sort((a, b) => {
    const [one, other] = [away(a), away(b)];
    const index = one.findIndex((distance, at) => distance !== other[at]);
    return index < 0 ? 0 : one[index]! - other[index]!;
  });
  return nearest && own.length > 1 ? `, did you mean "${nearest}"?` : '';
}

/** How many letters to put in, take out or exchange (Levenshtein). */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...a].entries()) {
    const next = [line + 1];
    for (const [index, other] of [...b].entries()) {
      next.push(Math.min(next[index]! + 1, row[index + 1]! + 1, row[index]! + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1)!;
}
