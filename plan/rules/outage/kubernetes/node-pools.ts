import type { Change } from '../../../change';
import { allOf } from '../../../finding';
import { all, type ClusterObject, clusterObjects, isLost } from '../../../kubernetes/cluster-object';
import { quantity } from '../../../kubernetes/quantity';
import type { Plan } from '../../../plan';
import { at, isObject, list, texts, type Value } from '../../../value';
import { halved, word } from '../outage';

/** What Karpenter and Auto Mode make nodes by. */
const POOLS = ['NodePool', 'Provisioner'];
const CLASSES = ['EC2NodeClass', 'NodeClass', 'AWSNodeTemplate'];

/** Why nodes are made no more, or not where or as pods need them. */
export function nodePoolEmptied(change: Change, plan: Plan): string[] {
  return [...driven(change, plan), ...poolEmptied(change, plan)];
}

/** A taint by which pods that do not bear it are ended. */
function driven(change: Change, plan: Plan): string[] {
  return clusterObjects(change, plan).flatMap(({ kind, name, before, after }) => {
    const ends = (side: Value) =>
      kind === 'NodeTaint' && list(at(side, 'taint')).some((one) => at(one, 'effect') === 'NoExecute');
    return after && ends(after) && !ends(before)
      ? [`ends all pods on the node ${name} that do not bear its taint: NoExecute`]
      : [];
  });
}

function poolEmptied(change: Change, plan: Plan): string[] {
  return clusterObjects(change, plan)
    .filter(({ kind }) => [...POOLS, ...CLASSES].includes(kind))
    .flatMap((object) => emptied(object, plan));
}

function emptied(object: ClusterObject, plan: Plan): string[] {
  const { kind, before, after } = object;
  if (!before) return [];
  if (!after) {
    if (!isLost(object, plan)) return [];
    if (CLASSES.includes(kind)) return ['is deleted: node pools that name it make no nodes any more'];
    const left = all(plan, ...POOLS)
      .filter((one) => one.after)
      .map(({ name }) => name);
    return [
      `is deleted: its nodes end, and pods that need them find no place${left.length > 0 ? ` but in ${left.join(', ')}` : ''}`,
    ];
  }
  return allOf(limits(before, after), requirements(before, after));
}

function limits(before: Value, after: Value): string[] {
  const [was, will] = [before, after].map((side) => {
    const found = at(side, 'spec.limits.resources') ?? at(side, 'spec.limits');
    return isObject(found) ? found : {};
  }) as [Record<string, Value>, Record<string, Value>];
  const less = Object.keys(will)
    .filter((name) => halved(quantity(was[name]), quantity(will[name])))
    .map(
      (name) =>
        `has room for half as much, or less: limit of ${name} ${word(was[name])} → ${word(will[name])}; pods that do not fit wait`,
    );
  const none = Object.keys(will)
    .filter((name) => quantity(will[name]) === 0 && quantity(was[name]) !== 0)
    .map((name) => `makes no nodes any more: limit of ${name} ${word(was[name])} → ${word(will[name])}`);
  return [...none, ...less];
}

/** What nodes must be: values of `In`, by key. */
function wanted(side: Value): Map<string, string[]> {
  const all = list(at(side, 'spec.template.spec.requirements') ?? at(side, 'spec.requirements'));
  return new Map(
    all
      .filter((one) => at(one, 'operator') === 'In')
      .map((one) => [word(at(one, 'key')), texts(at(one, 'values'))]),
  );
}

const ZONE = 'topology.kubernetes.io/zone';

function requirements(before: Value, after: Value): string[] {
  const [was, will] = [wanted(before), wanted(after)];
  return [...will].flatMap(([key, values]) => {
    const old = was.get(key);
    if (values.length === 0) return [`makes no nodes any more: no ${key} is allowed`];
    if (key === ZONE && old && values.length === 1 && old.length > 1) {
      return [
        `makes nodes in ${values[0]} alone, in place of ${old.length} zones: nothing survives the loss of that one`,
      ];
    }
    return old && old.length > 0 && !values.some((value) => old.includes(value))
      ? [
          `makes other nodes than now: ${key} ${old.join(', ')} → ${values.join(', ')}: pods that need those of now find no place`,
        ]
      : [];
  });
}
