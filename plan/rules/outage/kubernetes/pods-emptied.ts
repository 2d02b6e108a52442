import type { Change } from '../../../change';
import { allOf } from '../../../finding';
import {
  all,
  type ClusterObject,
  clusterObjects,
  isExempt,
  isLost,
} from '../../../kubernetes/cluster-object';
import { oncePer } from '../../../once-per';
import type { Plan } from '../../../plan';
import { at, Mark, type Value } from '../../../value';
import { amount, word } from '../outage';
import { shrunk } from '../sizes';
import { stops, WORKLOADS } from './workloads';

const SCALERS = ['HorizontalPodAutoscaler', 'ScaledObject'];
const NOUN = { noun: 'pod' };

/** Why fewer pods run, or may run, than do now. */
export function podsEmptied(change: Change, plan: Plan): string[] {
  return clusterObjects(change, plan)
    .filter((object) => !isExempt(object, plan))
    .flatMap((object) => {
      if (WORKLOADS.includes(object.kind)) return workload(object, plan);
      return SCALERS.includes(object.kind) ? scaler(object, change, plan) : [];
    });
}

/** Where it is left open, an autoscaler decides. */
const replicas = (side: Value) => {
  const runs = at(side, 'spec.replicas');
  return { runs: runs instanceof Mark ? null : (runs ?? null) };
};

function workload({ before, after }: ClusterObject, plan: Plan): string[] {
  if (!before || !after) return [];
  return shrunk(replicas(before), replicas(after), { runs: 'runs', ...NOUN }, plan);
}

const limits = (side: Value) => ({
  least: at(side, 'spec.minReplicas') ?? at(side, 'spec.minReplicaCount') ?? null,
  most: at(side, 'spec.maxReplicas') ?? at(side, 'spec.maxReplicaCount') ?? null,
});

function scaler(object: ClusterObject, change: Change, plan: Plan): string[] {
  const target = targets(plan).get(targetOf(object, object.before ?? object.after));
  const runs = target && at(target.before, 'spec.replicas');
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

const isHeld = (side: Value) => at(side, 'spec.behavior.scaleUp.selectPolicy') === 'Disabled';

function targetOf({ namespace }: ClusterObject, side: Value): string {
  const [kind, name] = ['kind', 'name'].map((key) => at(side, `spec.scaleTargetRef.${key}`));
  return `${word(kind ?? 'Deployment')} ${[namespace, word(name)].filter(Boolean).join('/')}`;
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

function scalerGone(
  object: ClusterObject,
  target: ClusterObject | undefined,
  runs: Value,
  plan: Plan,
): string[] {
  const of = targetOf(object, object.before);
  if (!isLost(object, plan) || scaledAfter(plan).has(of)) return [];
  // It goes with what it scaled.
  if (target && (stops(target, plan) || target.after === undefined)) return [];
  const most = limits(object.before).most;
  const fixed = target && at(target.after, 'spec.replicas');
  if (amount(fixed) !== undefined && (amount(fixed) ?? 0) >= (amount(most) ?? Number.POSITIVE_INFINITY))
    return [];
  const has = amount(fixed) ?? amount(runs);
  const stays = has === undefined ? 'the pods that it has' : `${has} ${has === 1 ? 'pod' : 'pods'}`;
  return [
    `is deleted: ${of.split(' ')[1]} stays at ${stays}, however much comes, where it had up to ${word(most)}`,
  ];
}
