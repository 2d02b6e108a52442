/** `, did you mean "orders"?` where one of the names is near, else nothing. */
export function suggest(wrong: string, names: readonly string[]): string {
  const [nearest] = names
    .map((name) => ({ name, edits: editsBetween(wrong, name) }))
    .filter(({ name, edits }) => edits <= Math.max(1, Math.floor(name.length / 3)))
    .sort((a, b) => a.edits - b.edits);
  return nearest ? `, did you mean "${nearest.name}"?` : '';
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
