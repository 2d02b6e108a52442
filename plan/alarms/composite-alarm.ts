import type { Change } from '../change';
import type { Plan } from '../plan';
import { at, list, type Value } from '../value';

/** Why an alarm that sums up others goes off for less than before, or is kept quiet. */
export function sumsUpLess(change: Change, before: Value, plan: Plan): string[] {
  const [was, will] = [at(before, 'alarm_rule'), change.will('alarm_rule')];
  return [
    typeof was === 'string' && was !== will ? ruleWeakened(was, will, plan) : undefined,
    list(at(before, 'actions_suppressor')).length === 0 && list(change.will('actions_suppressor')).length > 0
      ? `is kept quiet by another alarm: ${at(change.will('actions_suppressor'), '0.alarm')}`
      : undefined,
  ].filter((reason) => reason !== undefined);
}

function ruleWeakened(was: string, will: Value, plan: Plan): string | undefined {
  if (typeof will !== 'string') return 'may go off for less: its rule is known only after apply';
  const [before, after] = [alternatives(was), alternatives(will)];
  if (!before || !after) return `goes off on other conditions: ${was} → ${will}`;
  const lost = before.filter((alarm) => !after.includes(alarm) && !plan.ends(alarm));
  return lost.length > 0 ? `no longer goes off for ${lost.join(', ')}` : undefined;
}

/** The alarms of a rule that goes off when any of them does; undefined for any other rule. */
function alternatives(rule: string): string[] | undefined {
  const parts = rule.split(/\sOR\s/).map((part) => part.trim());
  const names = parts.map((part) => /^ALARM\(\s*"?([^"()]*)"?\s*\)$/.exec(part)?.[1]);
  if (names.some((name) => name === undefined)) return undefined;
  // By name or by ARN.
  return names.map((name) => name!.trim().split(':').at(-1)!);
}
