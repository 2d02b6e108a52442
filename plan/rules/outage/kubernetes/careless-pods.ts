import type { Change } from '../../../change';
import { allOf } from '../../../finding';
import { type ClusterObject, clusterObjects, labels } from '../../../kubernetes/cluster-object';
import { quantity } from '../../../kubernetes/quantity';
import type { Plan } from '../../../plan';
import { at, list, type Value } from '../../../value';
import { amount, halved, has, named, word } from '../outage';
import { WORKLOADS } from './workloads';

/** Why pods are cared for less than before when they start, run or end. */
export function carelessPods(change: Change, plan: Plan): string[] {
  return clusterObjects(change, plan)
    .filter(({ kind }) => WORKLOADS.includes(kind))
    .flatMap(caredLess);
}

function caredLess({ before, after, name }: ClusterObject): string[] {
  if (!before || !after) return [];
  const strategy = (side: Value) => at(side, 'spec.strategy.type');
  const paused = (side: Value) => at(side, 'spec.paused') === true;
  const [was, will] = [before, after].map((side) =>
    at(side, 'spec.template.spec.terminationGracePeriodSeconds'),
  );
  const seconds = (value: Value) => amount(value) ?? 30;
  return allOf(
    strategy(before) !== 'Recreate' && strategy(after) === 'Recreate'
      ? `ends all pods of ${name} before it starts new ones, at each roll-out: Recreate`
      : undefined,
    !isAll(before) && isAll(after)
      ? `may end all pods of ${name} at once, at each roll-out: maxUnavailable ${word(at(after, UNAVAILABLE))}`
      : undefined,
    !onDelete(before) && onDelete(after)
      ? `gives pods of ${name} another version only when somebody deletes them: OnDelete`
      : undefined,
    apart(before, after, name),
    elsewhere(before, after, name),
    !paused(before) && paused(after) ? `rolls out nothing any more: ${name} is paused` : undefined,
    seconds(will) < seconds(was)
      ? `gives pods of ${name} less time to end: ${seconds(was)} → ${seconds(will)} seconds`
      : undefined,
    ...containers(before).map((one) => careless(one, containers(after))),
  );
}

const UNAVAILABLE = 'spec.strategy.rollingUpdate.maxUnavailable';

/** Whether a roll-out may leave no pod. */
function isAll(side: Value): boolean {
  const most = word(at(side, UNAVAILABLE) ?? at(side, UNAVAILABLE.replace('strategy', 'updateStrategy')));
  const replicas = amount(at(side, 'spec.replicas'));
  return most.endsWith('%')
    ? Number.parseInt(most, 10) >= 100
    : replicas !== undefined && replicas > 1 && (amount(most) ?? 0) >= replicas;
}

const onDelete = (side: Value) =>
  [at(side, 'spec.strategy.type'), at(side, 'spec.updateStrategy.type')].includes('OnDelete');

/** What keeps pods from being all on one node, or in one zone. */
function apart(before: Value, after: Value, name: string): string | undefined {
  const keys = (side: Value) => [
    ...list(at(side, `${POD}.topologySpreadConstraints`)).map((one) => word(at(one, 'topologyKey'))),
    ...['required', 'preferred'].flatMap((how) =>
      list(at(side, `${POD}.affinity.podAntiAffinity.${how}DuringSchedulingIgnoredDuringExecution`)).map(
        (one) => word(at(one, 'topologyKey') ?? at(one, 'podAffinityTerm.topologyKey')),
      ),
    ),
  ];
  const left = keys(after);
  const lost = keys(before).filter((key) => !left.includes(key));
  return lost.length > 0
    ? `no longer keeps pods of ${name} apart (${[...new Set(lost)].join(', ')}): what takes one node or zone may take all`
    : undefined;
}

const POD = 'spec.template.spec';

/** Nodes that pods ask for, and did not. */
function elsewhere(before: Value, after: Value, name: string): string | undefined {
  const [was, will] = [before, after].map((side) => labels(side, `${POD}.nodeSelector`));
  const more = Object.entries(will!).filter(([key, value]) => was![key] !== value);
  return more.length > 0
    ? `asks for other nodes, ${more.map(([key, value]) => `${key}=${word(value)}`).join(', ')}: pods of ${name} wait until there is one`
    : undefined;
}

const containers = (side: Value) => list(at(side, 'spec.template.spec.containers'));

const PROBES = ['readinessProbe', 'livenessProbe', 'startupProbe'];

function careless(before: Value, all: readonly Value[]): string[] {
  const name = word(at(before, 'name'));
  const after = all.find((one) => word(at(one, 'name')) === name);
  if (!after) return [];
  const lost = PROBES.filter((probe) => has(at(before, probe)) && !has(at(after, probe)));
  const stop = 'lifecycle.preStop';
  const [was, will] = [before, after].map((one) => at(one, 'resources.limits.memory'));
  const asks = ['cpu', 'memory'].filter(
    (kind) => has(at(before, `resources.requests.${kind}`)) && !has(at(after, `resources.requests.${kind}`)),
  );
  return allOf(
    asks.length > 0
      ? `asks for no ${named(asks)} for container ${name} any more: its node may be full, and ends it first`
      : undefined,
    lost.map((probe) => `no longer asks container ${name} whether it is well: ${probe} is gone`),
    has(at(before, stop)) && !has(at(after, stop))
      ? `no longer lets container ${name} finish before it ends: preStop is gone`
      : undefined,
    halved(quantity(was), quantity(will))
      ? `gives container ${name} half as much memory, or less: ${word(was)} → ${word(will)}; more ends it`
      : undefined,
  );
}
