import type { Change } from '../../../change';
import { allOf } from '../../../finding';
import type { Plan } from '../../../plan';
import { Mark, type Value } from '../../../value';
import { amount, oncePer, word } from '../outage';
import { shrunk } from '../sizes';
import { all, field, isExempt, isLost, type KubeObject, objectOf } from './object';
import { stops, WORKLOADS } from './workloads';

const SCALERS = ['horizontalpodautoscaler', 'scaledobject'];
const NOUN = { noun: 'pod' };

/** Why fewer pods run, or may run, than do now. */
export function podsEmptied(change: Change, plan: Plan): string[] {
  const object = objectOf(change);
  if (!object || isExempt(object, plan)) return [];
  if (WORKLOADS.includes(object.kind)) return workload(object, plan);
  return SCALERS.includes(object.kind) ? scaler(object, change, plan) : [];
}

/** Where it is left open, an autoscaler decides. */
const replicas = (side: Value) => {
  const runs = field(side, 'spec.replicas');
  return { runs: runs instanceof Mark ? null : (runs ?? null) };
};

function workload({ before, after }: KubeObject, plan: Plan): string[] {
  if (!before || !after) return [];
  return shrunk(replicas(before), replicas(after), { runs: 'runs', ...NOUN }, plan);
}

const limits = (side: Value) => ({
  least: field(side, 'spec.minReplicas') ?? field(side, 'spec.minReplicaCount') ?? null,
  most: field(side, 'spec.maxReplicas') ?? field(side, 'spec.maxReplicaCount') ?? null,
});

function scaler(object: KubeObject, change: Change, plan: Plan): string[] {
  const target = targets(plan).get(targetOf(object, object.before ?? object.after));
  const runs = target && field(target.before, 'spec.replicas');
  const { before, after } = object;
  if (!after) return scalerGone(object, target, runs, plan);
  if (!before && change.action !== 'create') return [];
  const now = before ? limits(before) : { least: null, most: null };
  return allOf(
    shrunk(
      now,
      limits(after),
      { least: 'least', most: 'most', ...NOUN },
      { runs, isProtected: plan.isProtected },
    ),
    before && !isHeld(before) && isHeld(after) ? 'adds no pods any more, however much comes' : undefined,
  );
}

const isHeld = (side: Value) => field(side, 'spec.behavior.scaleUp.selectPolicy') === 'Disabled';

function targetOf({ namespace }: KubeObject, side: Value): string {
  const [kind, name] = ['kind', 'name'].map((key) => field(side, `spec.scaleTargetRef.${key}`));
  return `${word(kind ?? 'Deployment').toLowerCase()} ${[namespace, word(name)].filter(Boolean).join('/')}`;
}

/** What can be scaled, by kind and name. */
const targets = oncePer(
  (plan: Plan) => new Map(all(plan, ...WORKLOADS).map((one) => [`${one.kind} ${one.name}`, one])),
);

const scaledAfter = oncePer(
  (plan: Plan) =>
    new Set(
      all(plan, ...SCALERS)
        .filter(({ after }) => after)
        .map((one) => targetOf(one, one.after)),
    ),
);

function scalerGone(object: KubeObject, target: KubeObject | undefined, runs: Value, plan: Plan): string[] {
  const of = targetOf(object, object.before);
  if (!isLost(object, plan) || scaledAfter(plan).has(of)) return [];
  // It goes with what it scaled.
  if (target && (stops(target, plan) || target.after === undefined)) return [];
  const most = limits(object.before).most;
  const fixed = target && field(target.after, 'spec.replicas');
  if (amount(fixed) !== undefined && (amount(fixed) ?? 0) >= (amount(most) ?? Number.POSITIVE_INFINITY))
    return [];
  const has = amount(fixed) ?? amount(runs);
  const stays = has === undefined ? 'the pods that it has' : `${has} ${has === 1 ? 'pod' : 'pods'}`;
  return [
    `is deleted: ${of.split(' ')[1]} stays at ${stays}, however much comes, where it had up to ${word(most)}`,
  ];
}
