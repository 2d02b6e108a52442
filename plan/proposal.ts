import { digest } from './digest';
import type { Finding } from './finding';

/** What to write, and where, so that findings pass. The reason is left to whoever approves. */
export function proposal(
  findings: readonly Finding[],
  expires: string,
): { readonly file: string; readonly json: string } {
  const groups = groupFindings(findings).map((group) => {
    const names = group.map(({ change }) => change.resource);
    const resource = names.length === 1 ? names[0] : names;
    return { resource, rule: group[0]!.rule.id, finding: digest(group[0]!), reason: '', expires };
  });
  const { change, rule } = findings[0]!;
  const slug = `${change.stack}-${change.address.split('.').slice(1).join('-')}-${rule.id}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
    .replace(/^-+|-+$/g, '');
  return {
    file: `approvals/${slug}.json`,
    json: JSON.stringify(groups.length === 1 ? groups[0] : groups, null, 2),
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
