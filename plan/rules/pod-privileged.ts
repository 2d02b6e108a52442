import type { Change } from '../change';
import { allOf, type Rule } from '../finding';
import { makesTheSame } from '../kubernetes/charts';
import { shown } from '../kubernetes/object';
import { clusterSides, type ObjectChange, objectChanges } from '../kubernetes/objects';
import { containers, guards, podOf, podsOf, powers } from '../kubernetes/pods';
import { givesMuch } from '../kubernetes/rights-of-accounts';
import type { Plan } from '../plan';
import { at, texts, type Value } from '../value';

export const podPrivileged: Rule = {
  id: 'pod-privileged',
  kind: 'exposure',
  finds:
    'pods get rights over their node or cluster (privileged, its network, processes or files, root, capabilities, an account), or lose what holds them back; or a chart or manifest does not show its pods',
  judge: (change, plan) =>
    allOf(
      unseen(change),
      objectChanges(change, plan).flatMap((object) => [
        ...gained(object),
        ...account(object, plan),
        ...token(object),
        ...files(object),
      ]),
    ),
};

/** A chart, or a manifest that nobody can read before the apply, may bring any pod. */
function unseen(change: Change): string | undefined {
  if (change.goes || !shown(change, 'after').isHidden) return undefined;
  if (change.type === 'helm_release' && makesTheSame(change)) return undefined;
  const what = change.type === 'helm_release' ? 'installs a chart' : 'has a manifest that nobody can read';
  return `${what}: the plan does not show which pods, rights and policies it brings into the cluster`;
}

function gained({ before, after }: ObjectChange): string[] {
  const had = podsOf(before);
  return [...podsOf(after)].flatMap(([path, will]) => {
    // One template that moved in its object stays what it was.
    const was = had.get(path) ?? (had.size === 1 ? podOf(before) : undefined);
    return gainedBy(was, will);
  });
}

function gainedBy(was: Value, will: Value): string[] {
  const predecessors = predecessorsOf(was, will);
  const [had, has] = [powers(was), powers(will)];
  const got = [...has].flatMap(([name, own]) => {
    const earlier = new Set(predecessors(name).flatMap((other) => had.get(other) ?? []));
    return own.filter((power) => !earlier.has(power));
  });
  const lost = was === undefined ? [] : lostGuards(was, will, predecessors);
  const bare = was === undefined ? [] : unguarded(was, will);
  return [
    ...(got.length > 0 ? [`its pods get ${[...new Set(got)].join(', ')}`] : []),
    ...(lost.length > 0 ? [`its pods lose ${[...new Set(lost)].join(', ')}`] : []),
    ...bare,
  ];
}

/** Whose lack makes a container a way to what the others of its pod can't do. */
const ESSENTIAL =
  /^(a user that is not root|no privilege escalation|capabilities\.drop ALL|a seccomp profile)$/;

/** A container more, without what holds back all those that were there. */
function unguarded(was: Value, will: Value): string[] {
  const [held, holds] = [guards(was), guards(will)];
  const all = [...held.values()];
  if (all.length === 0 || holds.size <= held.size) return [];
  const common = [...all[0]!].filter((guard) => ESSENTIAL.test(guard) && all.every((own) => own.has(guard)));
  return [...holds].flatMap(([name, own]) => {
    const lacks = held.has(name) ? [] : common.filter((guard) => !own.has(guard));
    return lacks.length > 0 ? [`its pods get the container ${name} without ${lacks.join(', ')}`] : [];
  });
}

function lostGuards(was: Value, will: Value, predecessors: (name: string) => string[]): string[] {
  const [held, holds] = [guards(was), guards(will)];
  return [...holds].flatMap(([name, own]) => {
    const earlier = predecessors(name).flatMap((other) => [...(held.get(other) ?? [])]);
    return [...new Set(earlier)].filter((guard) => !own.has(guard) && !isDropped(guard, own));
  });
}

/** Whoever drops all drops each. */
function isDropped(guard: string, own: ReadonlySet<string>): boolean {
  return guard.startsWith('capabilities.drop') && own.has('capabilities.drop ALL');
}

/** Containers of before that a container is compared with: the one of its name, or those that are gone. */
function predecessorsOf(was: Value, will: Value): (name: string) => string[] {
  const names = (pod: Value) => containers(pod).flatMap((container) => texts(at(container, 'name')));
  const [before, after] = [names(was), new Set(names(will))];
  const gone = before.filter((name) => !after.has(name));
  return (name) => (name === '' || before.includes(name) ? [name] : gone);
}

/** Pods get the account of something that may do much. */
function account({ before, after }: ObjectChange, plan: Plan): string[] {
  const [was, will] = [podOf(before), podOf(after)];
  const nameOf = (pod: Value) => texts(at(pod, 'spec.serviceAccountName'))[0] ?? 'default';
  if (!after || will === undefined || (was !== undefined && nameOf(was) === nameOf(will))) return [];
  const rights = givesMuch(plan, after.namespace, nameOf(will));
  if (rights.length > 0) return [`its pods get the account ${nameOf(will)}: ${rights.join(', ')}`];
  // An account that is somewhere else may have any rights.
  const isKnown =
    nameOf(will) === 'default' ||
    clusterSides(plan).after.has(`ServiceAccount ${after.namespace}/${nameOf(will)}`);
  return was === undefined || isKnown
    ? []
    : [
        `its pods get the account ${nameOf(will)} in place of ${nameOf(was)}: the plan does not show its rights`,
      ];
}

/** Pods that say nothing of it themselves get a token by their account. */
function token({ before, after }: ObjectChange): string[] {
  if (before?.kind !== 'ServiceAccount' || after?.kind !== 'ServiceAccount') return [];
  const isOff = (side: typeof before) => at(side.body, 'automountServiceAccountToken') === false;
  return isOff(before) && !isOff(after) ? ['gives its pods a token for the Kubernetes API'] : [];
}

/** A volume that is a folder of whichever node its pod is on. */
function files({ before, after }: ObjectChange): string[] {
  if (after?.kind !== 'PersistentVolume') return [];
  const path = (side: typeof before) =>
    ['spec.hostPath.path', 'spec.persistentVolumeSource.hostPath.path']
      .map((place) => at(side?.body, place))
      .find((found) => found !== undefined && found !== null);
  const [was, will] = [path(before), path(after)];
  return will === undefined || was === will
    ? []
    : [`gives whoever claims it the node's ${typeof will === 'string' ? will : 'files'}`];
}
