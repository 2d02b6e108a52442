import type { Finding } from './finding';
import { rules } from './rules';

const RANK: ReadonlyMap<string, number> = new Map(rules.map(({ id }, index) => [id, index]));
/** They fill again by themselves as a system runs, so that their loss is the least. */
const FILLS_AGAIN = /_log_group$|_log$|_metric_stream$/;
/** As rules say it of what reaches furthest. */
const FURTHEST = /internet|everybody|everyone|anybody|everything|every right|0\.0\.0\.0\/0/;

/**
 * Groups of findings, the worst first: by the order of the rules, those that reach furthest before others, what is one of
 * a kind before what is many, as a database matters more than its ten log groups.
 */
export function worstFirst<T extends Finding>(groups: readonly T[][]): T[][] {
  const ranked = groups.map((group) => ({ group, rank: rank(group[0]!, group.length) }));
  return ranked.sort((a, b) => compare(a.rank, b.rank)).map(({ group }) => group);
}

function rank({ rule, change, reasons, needsApproval }: Finding, count: number): number[] {
  return [
    needsApproval ? 0 : 1,
    FILLS_AGAIN.test(change.type) ? 1 : 0,
    RANK.get(rule.id) ?? -1,
    reasons.some((reason) => FURTHEST.test(reason)) ? 0 : 1,
    count,
  ];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((part, at) => part !== b[at]);
  return index < 0 ? 0 : a[index]! - b[index]!;
}
