import type { Change } from '../../../change';
import { allOf } from '../../../finding';
import type { Plan } from '../../../plan';
import { isObject, list, texts, type Value } from '../../../value';
import { amount, word } from '../outage';
import { all, field, isLost, objectOf } from './object';

/** What Karpenter and Auto Mode make nodes by. */
const POOLS = ['nodepool', 'provisioner'];
const CLASSES = ['ec2nodeclass', 'nodeclass', 'awsnodetemplate'];

/** Why nodes are made no more, or not where or as pods need them. */
export function nodePoolEmptied(change: Change, plan: Plan): string[] {
  const object = objectOf(change);
  if (!object?.before) return [];
  const { kind, before, after } = object;
  if (![...POOLS, ...CLASSES].includes(kind)) return [];
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
    const found = field(side, 'spec.limits.resources') ?? field(side, 'spec.limits');
    return isObject(found) ? found : {};
  }) as [Record<string, Value>, Record<string, Value>];
  return Object.keys(will)
    .filter((name) => quantity(will[name]) === 0 && quantity(was[name]) !== 0)
    .map((name) => `makes no nodes any more: limit of ${name} ${word(was[name])} → ${word(will[name])}`);
}

const quantity = (value: Value) =>
  amount(typeof value === 'string' ? value.replace(/[A-Za-z]+$/, '') : value);

/** What nodes must be: values of `In`, by key. */
function wanted(side: Value): Map<string, string[]> {
  const all = list(field(side, 'spec.template.spec.requirements') ?? field(side, 'spec.requirements'));
  return new Map(
    all
      .filter((one) => field(one, 'operator') === 'In')
      .map((one) => [word(field(one, 'key')), texts(field(one, 'values'))]),
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
