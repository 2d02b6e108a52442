import type { Change } from '../../../change';
import {
  all,
  type ClusterObject,
  clusterObjects,
  isExempt,
  isLost,
  labels,
} from '../../../kubernetes/cluster-object';
import { oncePer } from '../../../once-per';
import type { Plan } from '../../../plan';
import { at, canonical, list, type Value, type Values } from '../../../value';
import { amount, outage, word } from '../outage';
import { knows, podsOf, selected } from './workloads';

const PATH = 'spec.selector.matchLabels';

export const budgetRemoved = outage(
  'budget-removed',
  'all pods of a service may be taken away at once when nodes are replaced',
  (change: Change, plan: Plan) =>
    clusterObjects(change, plan).flatMap((object) => {
      if (isExempt(object, plan)) return [];
      if (object.kind === 'PodDisruptionBudget') return budget(object, plan) ?? [];
      return object.kind === 'NodePool' ? (pool(object) ?? []) : [];
    }),
);

const takesAll = 'may be taken away all at once when nodes are replaced';

function budget(object: ClusterObject, plan: Plan): string | undefined {
  const { namespace, before, after } = object;
  if (!before) return undefined;
  const selector = labels(before, PATH);
  const takes = selected(plan, namespace, selector, 'after');
  const who = Object.values(selector).map(word).at(0) ?? object.name;
  if (!after) {
    const isNobodys = knows(plan, namespace) && takes.length === 0;
    const isAnother = selectors(plan).has(`${namespace} ${canonical(selector)}`);
    return isLost(object, plan) && !isNobodys && !isAnother && keeps(before, undefined)
      ? `is deleted: pods of ${who} ${takesAll}`
      : undefined;
  }
  const left = leaves(namespace, before, after, plan);
  if (left && keeps(before, undefined)) return left;
  const replicas = takes.map((one) => amount(podsOf(one).replicas)).filter((number) => number !== undefined);
  return keeps(before, replicas[0]) && !keeps(after, replicas[0])
    ? `keeps no pod running: ${shown(before)} → ${shown(after)}, so that pods of ${who} ${takesAll}`
    : undefined;
}

/** Whether it is about other pods, so that those of before have none. */
function leaves(namespace: string, before: Value, after: Value, plan: Plan): string | undefined {
  const [was, will] = [labels(before, PATH), labels(after, PATH)];
  if (canonical(was) === canonical(will)) return undefined;
  const taken = selected(plan, namespace, was, 'after');
  const still = new Set(selected(plan, namespace, will, 'after'));
  const isWider = Object.entries(will).every(([key, value]) => was[key] === value);
  if (knows(plan, namespace) ? taken.every((one) => still.has(one)) : isWider) return undefined;
  return `is about other pods, ${pairs(was)} → ${pairs(will)}: those that it kept ${takesAll}`;
}

const pairs = (selector: Values) =>
  Object.entries(selector)
    .map(([key, value]) => `${key}=${word(value)}`)
    .join(',') || 'nothing';

const selectors = oncePer(
  (plan: Plan) =>
    new Set(
      all(plan, 'PodDisruptionBudget').flatMap(({ namespace, after }) =>
        after ? [`${namespace} ${canonical(labels(after, PATH))}`] : [],
      ),
    ),
);

/** Whether a budget keeps a pod running. */
function keeps(side: Value, replicas: number | undefined): boolean {
  const [least, most] = [at(side, 'spec.minAvailable'), at(side, 'spec.maxUnavailable')].map(word);
  if (least !== 'nothing') return !/^0+%?$/.test(least!);
  if (most === 'nothing') return false;
  if (most!.endsWith('%')) return Number.parseInt(most!, 10) < 100;
  return replicas === undefined || replicas < 2 || (amount(most) ?? 0) < replicas;
}

function shown(side: Value): string {
  const [least, most] = [at(side, 'spec.minAvailable'), at(side, 'spec.maxUnavailable')];
  return least !== undefined && least !== null && least !== ''
    ? `minAvailable ${word(least)}`
    : `maxUnavailable ${word(most)}`;
}

/** A NodePool of Karpenter says how many of its nodes are replaced at a time. */
function pool({ before, after }: ClusterObject): string | undefined {
  const nodes = (side: Value) =>
    list(at(side, 'spec.disruption.budgets')).map((one) => word(at(one, 'nodes')));
  const isAll = (side: Value) => nodes(side).some((one) => one === '100%');
  return before && after && !isAll(before) && isAll(after)
    ? 'lets all of its nodes be replaced at once: budgets 100%'
    : undefined;
}
