import type { Change } from '../../../change';
import { allOf } from '../../../finding';
import type { Value } from '../../../value';
import { amount, halved, has, word } from '../outage';
import { field, items, objectOf } from './object';
import { quantity } from './quantity';
import { WORKLOADS } from './workloads';

/** Why pods are cared for less than before when they start, run or end. */
export function carelessPods(change: Change): string[] {
  const object = objectOf(change);
  if (!object?.before || !object.after || !WORKLOADS.includes(object.kind)) return [];
  const { before, after, name } = object;
  const strategy = (side: Value) => field(side, 'spec.strategy.type');
  const paused = (side: Value) => field(side, 'spec.paused') === true;
  const [was, will] = [before, after].map((side) =>
    field(side, 'spec.template.spec.terminationGracePeriodSeconds'),
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

const containers = (side: Value) => items(field(side, 'spec.template.spec'), 'containers');

const PROBES = ['readinessProbe', 'livenessProbe', 'startupProbe'];

function careless(before: Value, all: readonly Value[]): string[] {
  const name = word(field(before, 'name'));
  const after = all.find((one) => word(field(one, 'name')) === name);
  if (!after) return [];
  const lost = PROBES.filter((probe) => has(field(before, probe)) && !has(field(after, probe)));
  const stop = 'lifecycle.preStop';
  const [was, will] = [before, after].map((one) => field(one, 'resources.limits.memory'));
  return allOf(
    lost.map((probe) => `no longer asks container ${name} whether it is well: ${probe} is gone`),
    has(field(before, stop)) && !has(field(after, stop))
      ? `no longer lets container ${name} finish before it ends: preStop is gone`
      : undefined,
    halved(quantity(was), quantity(will))
      ? `gives container ${name} half as much memory, or less: ${word(was)} → ${word(will)}; more ends it`
      : undefined,
  );
}
