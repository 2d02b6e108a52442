import { higher, numberOf } from '../setting/order';
import { fromTo } from '../setting/shown';
import { at, canonical, isObject, list, Mark, type Value } from '../value';

/** From weak to strong. A group's own actions count as a refusal. */
const ACTIONS = ['allow', 'count', 'challenge', 'captcha', 'block'];

/** Why the rules of a firewall, or of a group of rules, refuse less than before. */
export function refusesLess(before: Value, after: Value): string[] {
  if (after instanceof Mark) return ['may refuse less: its rules are known only after apply'];
  const [was, will] = [rulesOf(before), rulesOf(after)];
  const byName = new Map(will.map((rule) => [at(rule, 'name'), rule]));
  const lost: Value[] = [];
  const reasons = was.flatMap((rule) => {
    const name = at(rule, 'name');
    const kept = byName.get(name) ?? will.find((other) => isSame(rule, other));
    if (kept === undefined || (refuses(rule) && !refuses(kept))) {
      if (action(rule) !== 'allow' && action(rule) !== 'count') lost.push(name);
      return [];
    }
    return weakenedRule(rule, kept).map((reason) => `${name} ${reason}`);
  });
  return [
    ...(lost.length > 0 ? [`no longer refuses by ${lost.join(', ')}`] : []),
    ...reasons,
    ...allowances(was, will),
  ];
}

function rulesOf(rules: Value): readonly Value[] {
  return list(rules).filter(isObject);
}

/** `allow`, `block`, ...; of a group `none` when its own actions count, else `count`. */
export function action(rule: Value): string | undefined {
  const own = ACTIONS.find((name) => isThere(at(rule, `action.0.${name}`)));
  if (own) return own;
  if (isThere(at(rule, 'override_action.0.count'))) return 'count';
  return isThere(at(rule, 'override_action.0.none')) ? 'none' : undefined;
}

/** Whether a rule acts on what it finds, and does not only count it. */
function refuses(rule: Value): boolean {
  return ['block', 'captcha', 'challenge', 'none'].includes(action(rule) ?? '');
}

function weakenedRule(was: Value, will: Value): string[] {
  const [from, to] = [action(was), action(will)];
  const isWeaker = from !== to && from !== 'none' && ACTIONS.indexOf(to ?? '') < ACTIONS.indexOf(from ?? '');
  return [
    ...(isWeaker && from !== 'count' ? [`does less: ${fromTo(from, to)}`] : []),
    ...(from === 'count' && to === 'allow' ? ['lets through what it counted'] : []),
    ...statementWeakened(at(was, 'statement.0'), at(will, 'statement.0'), to ?? from),
  ];
}

/** The statement within an action: a refusal must not get narrower, an allowance not wider. */
function statementWeakened(was: Value, will: Value, action: string | undefined): string[] {
  if (canonical(was) === canonical(will)) return [];
  const rate = [was, will].map((one) => at(one, 'rate_based_statement.0'));
  if (isObject(rate[0]) && isObject(rate[1])) return rateWeakened(rate[0], rate[1]);
  const group = [was, will].map((one) => groupOf(one));
  if (group[0] && group[1]) return groupWeakened(group[0], group[1]);
  const words =
    action === 'allow' ? 'lets through other requests than before' : 'refuses other requests than before';
  return action === 'count' ? [] : [words];
}

function rateWeakened(was: Value, will: Value): string[] {
  const [limit, keys, window] = ['limit', 'aggregate_key_type', 'evaluation_window_sec'];
  const [from, to] = [at(was, limit!), at(will, limit!)];
  const seconds = (rate: Value) => numberOf(at(rate, window!)) ?? 300;
  return [
    ...(higher(from, to) ? [`lets one address send more: ${fromTo(from, to)} requests`] : []),
    ...(seconds(will) < seconds(was) && !higher(from, to) && numberOf(from) === numberOf(to)
      ? [`counts for a shorter time: ${seconds(was)} → ${seconds(will)} seconds`]
      : []),
    ...(canonical(at(was, keys!)) !== canonical(at(will, keys!)) ||
    canonical(at(was, 'custom_key')) !== canonical(at(will, 'custom_key'))
      ? [`counts by something else: ${fromTo(at(was, keys!), at(will, keys!))}`]
      : []),
    ...narrowed(was, will),
  ];
}

const GROUPS = ['managed_rule_group_statement.0', 'rule_group_reference_statement.0'];

function groupOf(statement: Value): Value {
  return GROUPS.map((path) => at(statement, path)).find(isObject);
}

function groupWeakened(was: Value, will: Value): string[] {
  const [from, to] = [at(was, 'name') ?? at(was, 'arn'), at(will, 'name') ?? at(will, 'arn')];
  if (from !== to && !(to instanceof Mark)) return [`asks another group: ${fromTo(from, to)}`];
  const added = offs(will).filter((rule) => !offs(was).includes(rule));
  const version = [at(was, 'version'), at(will, 'version')];
  return [
    ...(added.length > 0 ? [`no longer refuses by ${added.join(', ')}`] : []),
    ...(canonical(version[0] ?? '') !== canonical(version[1] ?? '') && version[1]
      ? [`is held at a version: ${fromTo(version[0], version[1])}`]
      : []),
    ...narrowed(was, will),
  ];
}

/** Rules of a group that are left out, or that only count or allow. */
function offs(group: Value): string[] {
  const overridden = list(at(group, 'rule_action_override')).filter((override) => {
    const use = at(override, 'action_to_use.0') ?? at(override, 'action_to_use');
    return isThere(at(use, 'count')) || isThere(at(use, 'allow'));
  });
  return [...list(at(group, 'excluded_rule')), ...overridden].map((rule) => `${at(rule, 'name')}`);
}

/** A scope that comes, or changes, leaves requests out. */
function narrowed(was: Value, will: Value): string[] {
  const [from, to] = [list(at(was, 'scope_down_statement')), list(at(will, 'scope_down_statement'))];
  if (to.length === 0 || canonical(from) === canonical(to)) return [];
  return [
    from.length === 0
      ? 'looks at fewer requests: it gets a scope'
      : 'looks at other requests: its scope changes',
  ];
}

/** What lets requests through before a rule that would refuse them. */
function allowances(was: readonly Value[], will: readonly Value[]): string[] {
  const ahead = (rules: readonly Value[]) => {
    const sorted = [...rules].sort((a, b) => priority(a) - priority(b));
    const lastRefusal = sorted.findLastIndex(refuses);
    return sorted.flatMap((rule, index) =>
      action(rule) === 'allow'
        ? [
            [
              at(rule, 'name'),
              sorted
                .slice(index, lastRefusal + 1)
                .filter(refuses)
                .map((other) => at(other, 'name')),
            ] as const,
          ]
        : [],
    );
  };
  const before = new Map(ahead(was));
  const stood = new Set(was.map((rule) => at(rule, 'name')));
  return ahead(will).flatMap(([name, skipped]) => {
    const added = skipped.filter(
      (rule) => !before.get(name)?.includes(rule) && (!before.has(name) || stood.has(rule)),
    );
    return added.length > 0
      ? [`${name} lets requests through before ${added.join(', ')} can refuse them`]
      : [];
  });
}

function priority(rule: Value): number {
  return numberOf(at(rule, 'priority')) ?? 0;
}

/** The same but for its name and place. */
function isSame(a: Value, b: Value): boolean {
  const key = (rule: Value) =>
    canonical(['action', 'override_action', 'statement'].map((name) => at(rule, name) ?? null));
  return key(a) === key(b);
}

function isThere(value: Value): boolean {
  return value !== undefined && value !== null && value !== false && list(value).length > 0;
}
