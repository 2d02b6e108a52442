import type { Change } from '../change';
import type { Rule } from '../finding';
import { isKind } from '../kubernetes';
import { at, canonical, list, texts, type Value } from '../value';

const ROLES = ['cluster_role', 'role'];
const BINDINGS = ['cluster_role_binding', 'role_binding'];
/** Verbs by which one gets rights that one does not have. Source: Kubernetes, "RBAC good practices". */
const ESCALATING = ['*', 'escalate', 'bind', 'impersonate'];
/** The roles that Kubernetes has itself, by which one can change all, or read secrets. */
const POWERFUL = ['cluster-admin', 'admin', 'edit', 'system:masters'];
/** Whoever has no name of their own. */
const ANYBODY = [
  'system:authenticated',
  'system:unauthenticated',
  'system:anonymous',
  'system:serviceaccounts',
];

export const clusterRightsWidened: Rule = {
  id: 'cluster-rights-widened',
  kind: 'exposure',
  finds: 'a role of a cluster gets every right, secrets or rights to give rights, or is given to many',
  judge: (change) => {
    if (change.action === 'delete') return undefined;
    const found = isKind(change, ...ROLES)
      ? gained(change, (side) => list(at(side, 'rule')).flatMap(rights))
      : isKind(change, ...BINDINGS)
        ? gained(change, bound)
        : [];
    return found.length > 0 ? `gives ${[...new Set(found)].join(', ')}` : undefined;
  },
};

function gained({ before, after }: Change, of: (side: Value) => string[]): string[] {
  const had = of(before);
  return of(after).filter((right) => !had.includes(right));
}

function rights(rule: Value): string[] {
  const [verbs, resources, groups] = ['verbs', 'resources', 'api_groups'].map((name) =>
    texts(at(rule, name)),
  );
  const named = texts(at(rule, 'resource_names')).length > 0;
  const core = groups!.includes('') || groups!.includes('*');
  const readsSecrets =
    core &&
    !named &&
    resources!.some((name) => name === 'secrets' || name === '*') &&
    verbs!.some((verb) => /^(\*|get|list|watch)$/.test(verb));
  return [
    ...(resources!.includes('*') ? [`${verbs!.join(', ')} on every kind`] : []),
    ...verbs!
      .filter((verb) => ESCALATING.includes(verb))
      .map((verb) => `${verb} on ${resources!.join(', ')}`),
    ...(readsSecrets ? ['all secrets'] : []),
  ];
}

/** A powerful role, for each that it is bound to; any role, for everybody. */
function bound(side: Value): string[] {
  const role = texts(at(side, 'role_ref.0.name'))[0] ?? '';
  return list(at(side, 'subject')).flatMap((subject) => {
    const name = texts(at(subject, 'name'))[0] ?? canonical(subject);
    const isRisky =
      POWERFUL.includes(role) ||
      ANYBODY.includes(name.split(/:(?=[^:]*$)/)[0] ?? '') ||
      ANYBODY.includes(name);
    return isRisky ? [`the role ${role} to ${name}`] : [];
  });
}
