import { digest } from './digest';
import type { Finding } from './finding';
import { worstFirst } from './severity';

/** What to write, and where, so that findings pass. */
export interface Proposal {
  readonly file: string;
  /** The reasons are left to whoever approves. */
  readonly json: string;
  readonly entries: number;
}

/** @param expires as 2026-12-01. */
export function proposal(findings: readonly Finding[], expires: string): Proposal {
  const groups = worstFirst(groupFindings(findings));
  const entries = groups.map((group) => {
    const names = group.map(({ change }) => change.resource);
    const resource = names.length === 1 ? names[0] : names;
    return { resource, rule: group[0]!.rule.id, finding: digest(group[0]!), reason: '', expires };
  });
  const { change, rule } = groups[0]![0]!;
  const slug = `${change.stack}-${change.address.replace(`${change.type}.`, '')}-${rule.id}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
    .replace(/^-|-$/g, '');
  return {
    file: `approvals/${slug}.json`,
    json: JSON.stringify(entries.length === 1 ? entries[0] : entries, null, 2),
    entries: entries.length,
  };
}

/** Findings that say the same of resources of one stack, together, in their order. */
export function groupFindings<T extends Finding>(findings: readonly T[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.change.stack, finding.rule.id, finding.reasons]);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()];
}
