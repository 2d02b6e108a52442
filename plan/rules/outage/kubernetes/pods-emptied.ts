import type { Change } from '../../../change';
import { allOf } from '../../../finding';
import {
  all,
  type ClusterObject,
  clusterObjects,
  isExempt,
  isLost,
  labels,
} from '../../../kubernetes/cluster-object';
import { isOperators } from '../../../kubernetes/object';
import { oncePer } from '../../../once-per';
import type { Plan } from '../../../plan';
import { at, list, Mark, type Value } from '../../../value';
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
      if (object.kind.startsWith('VerticalPodAutoscaler')) return sizer(object, plan);
      if (SCALERS.includes(object.kind)) return scaler(object, change, plan);
      return isOperators((object.change.after ?? object.change.before)!) ? servers(object, plan) : [];
    });
}

/** Where operators have the number of their servers. */
const NUMBERS = ['instances', 'replicas', 'size', 'nodes', 'members'];

/** Fewer servers of a database or the like, which an operator makes. */
function servers({ before, after }: ClusterObject, plan: Plan): string[] {
  if (!before || !after) return [];
  const places = ['spec', ...Object.keys(labels(before, 'spec')).map((key) => `spec.${key}`)];
  return places.flatMap((place) =>
    NUMBERS.flatMap((name) => {
      const [was, will] = [before, after].map((side) => at(side, [...place.split('.'), name]));
      if (typeof was !== 'number' || typeof will !== 'number') return [];
      return shrunk({ runs: was }, { runs: will }, { runs: 'runs', noun: 'server' }, plan);
    }),
  );
}

/** What gives pods the memory that they need, or only tells it. */
function sizer(object: ClusterObject, plan: Plan): string[] {
  const [kind, name] = ['kind', 'name'].map((key) => word(at(object.before, `spec.targetRef.${key}`)));
  const isActive = (side: Value) => at(side, 'spec.updatePolicy.updateMode') !== 'Off';
  const target = targets(plan).get(`${kind} ${[object.namespace, name].filter(Boolean).join('/')}`);
  if (!isLost(object, plan) || !isActive(object.before) || (target && !target.after)) return [];
  return [`is deleted: pods of ${name} get no more memory or processors when they need them`];
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
    before && triggers(before).length > 0 && triggers(after).length === 0
      ? 'adds no pods any more, however much comes: it has no triggers'
      : undefined,
    before && turned(object, plan),
    before && paused(before, after),
  );
}

/** It scales something else, and nothing scales what it did. */
function turned(object: ClusterObject, plan: Plan): string | undefined {
  const [was, will] = [object.before, object.after].map((side) => targetOf(object, side));
  if (was === will || scaledAfter(plan).has(was!)) return undefined;
  const target = targets(plan).get(was!);
  if (target && (stops(target, plan) || target.after === undefined)) return undefined;
  return `scales ${will!.split(' ')[1]} in place of ${was!.split(' ')[1]}, which stays at the pods that it has, however much comes`;
}

const KEDA = 'metadata.annotations.autoscaling.keda.sh';

function paused(before: Value, after: Value): string | undefined {
  const [was, will] = [before, after].map((side) => at(side, `${KEDA}/paused-replicas`));
  if (will !== undefined && was !== will) {
    return amount(will) === 0
      ? 'is paused with no pod at all'
      : `is paused with ${word(will)} pods: it adds none, however much comes`;
  }
  const isOn = (side: Value) => at(side, `${KEDA}/paused`) === 'true';
  return !isOn(before) && isOn(after) ? 'is paused: it adds no pods any more, however much comes' : undefined;
}

const triggers = (side: Value) => [
  ...list(at(side, 'spec.triggers')),
  ...list(at(side, 'spec.metrics')),
  ...list(at(side, 'spec.metric')),
];

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
