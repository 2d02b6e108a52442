import type { Change } from '../../../change';
import { allOf } from '../../../finding';
import { type ClusterObject, clusterObjects } from '../../../kubernetes/cluster-object';
import { quantity } from '../../../kubernetes/quantity';
import type { Plan } from '../../../plan';
import { at, list, type Value } from '../../../value';
import { amount, halved, has, word } from '../outage';
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
    !paused(before) && paused(after) ? `rolls out nothing any more: ${name} is paused` : undefined,
    seconds(will) < seconds(was)
      ? `gives pods of ${name} less time to end: ${seconds(was)} → ${seconds(will)} seconds`
      : undefined,
    ...containers(before).map((one) => careless(one, containers(after))),
  );
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
  return allOf(
    lost.map((probe) => `no longer asks container ${name} whether it is well: ${probe} is gone`),
    has(at(before, stop)) && !has(at(after, stop))
      ? `no longer lets container ${name} finish before it ends: preStop is gone`
      : undefined,
    halved(quantity(was), quantity(will))
      ? `gives container ${name} half as much memory, or less: ${word(was)} → ${word(will)}; more ends it`
      : undefined,
  );
}
