/** Below 0 when release `a` is older than `b`, above 0 when it is newer: Semantic Versioning 2.0.0, item 11. */
export function compareReleases(a: string, b: string): number {
  const [one, other] = [parse(a), parse(b)];
  const byCore = compareIdentifiers(one.core, other.core);
  if (byCore !== 0) return byCore;
  const [ofOne, ofOther] = [one.preRelease, other.preRelease];
  // A release comes after all that led to it.
  if (ofOne.length === 0 || ofOther.length === 0) return ofOther.length - ofOne.length;
  return compareIdentifiers(ofOne, ofOther);
}

function parse(release: string): { readonly core: string[]; readonly preRelease: string[] } {
  const [core = '', ...rest] = release.split('-');
  const preRelease = rest.length > 0 ? rest.join('-').split('.') : [];
  return { core: core.split('.'), preRelease };
}

/** The first that differ decide; fewer come before more. */
function compareIdentifiers(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((identifier, index) => identifier !== b[index]);
  if (at < 0) return a.length - b.length;
  const [one, other] = [a[at]!, b[at]];
  return other === undefined ? 1 : compareIdentifier(one, other);
}

/** Numbers by size and before words, words by ASCII. */
function compareIdentifier(a: string, b: string): number {
  const [aIsNumber, bIsNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (aIsNumber && bIsNumber && Number(a) !== Number(b)) return Number(a) - Number(b);
  if (aIsNumber !== bIsNumber) return aIsNumber ? -1 : 1;
  return a < b ? -1 : 1;
}
