import { parse } from 'yaml';
import type { Change } from '../change';
import type { Plan } from '../plan';
import { at, list, Mark, texts, type Value } from '../value';
import type { PlannedObject } from './object';
import { objectChanges } from './objects';

const KINDS = /^(ConfigMap|ConfigMapV1Data)$/;
const LISTS = ['mapRoles', 'mapUsers', 'mapAccounts'];
/** What nodes are. */
const NODES = /^system:(nodes|bootstrappers|node-proxier)$/;

/** Who of AWS gets which groups of a cluster by its ConfigMap `aws-auth`. */
export function mappedToGroups(change: Change, plan: Plan): string[] {
  return objectChanges(change, plan).flatMap(({ before, after }) => {
    if (!after || !isAwsAuth(after)) return [];
    const had = new Set(before && isAwsAuth(before) ? mapped(before) : []);
    const given = mapped(after).filter((one) => !had.has(one));
    return given.length > 0 ? [`gives ${given.join(', ')}`] : [];
  });
}

function isAwsAuth({ kind, name, namespace }: PlannedObject): boolean {
  return KINDS.test(kind) && name === 'aws-auth' && namespace === 'kube-system';
}

function mapped({ body }: PlannedObject): string[] {
  return LISTS.flatMap((key) => {
    const text = at(body, ['data', key]) ?? (at(body, 'data') instanceof Mark ? Mark.unknown : undefined);
    if (text instanceof Mark) return [`whom nobody can see (${key})`];
    const all = typeof text === 'string' ? read(text) : [];
    return list(all).flatMap((one) => {
      if (typeof one === 'string' || typeof one === 'number')
        return [`the account ${one} every user of its own`];
      const who = ['rolearn', 'userarn'].flatMap((name) => texts(at(one, name)))[0] ?? 'somebody';
      return texts(at(one, 'groups'))
        .filter((group) => !NODES.test(group))
        .map((group) => `the group ${group} to ${who}`);
    });
  });
}

function read(text: string): Value {
  try {
    return parse(text, { maxAliasCount: 10 }) as Value;
  } catch {
    return [{ groups: ['that nobody can read'] }];
  }
}
