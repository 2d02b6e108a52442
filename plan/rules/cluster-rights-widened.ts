import type { Rule } from '../finding';
import { mappedToGroups } from '../kubernetes/aws-auth';
import { BINDINGS, grantsBySubject, grantsOf, muchOf, READS } from '../kubernetes/bindings';
import { all } from '../kubernetes/cluster-object';
import { marked, type PlannedObject } from '../kubernetes/object';
import { clusterSides, type ObjectChange, objectChanges } from '../kubernetes/objects';
import { coversRight, dangersOf, rightsOf } from '../kubernetes/rights';
import { selectorText } from '../kubernetes/selector';
import type { Plan } from '../plan';
import { at, canonical, isObject, list } from '../value';
import { WORKLOADS } from './outage/kubernetes/workloads';

const ROLES = ['ClusterRole', 'Role'];

export const clusterRightsWidened: Rule = {
  id: 'cluster-rights-widened',
  kind: 'exposure',
  finds:
    'a role of a cluster gets every right, secrets, commands in pods or rights to give rights, or is given to more or many',
  judge: (change, plan) => [
    ...mappedToGroups(change, plan),
    ...objectChanges(change, plan).flatMap((object) => {
      if (!object.after) return [];
      if (object.after.kind === 'Labels') {
        const [before, after] = [marked(object.before), marked(object.after)!];
        return after.kind === 'ClusterRole' ? aggregated(before, after) : [];
      }
      if (ROLES.includes(object.after.kind)) return isPartOfNew(plan) ? [] : roleWidened(object);
      return BINDINGS.includes(object.after.kind) ? bound(object, plan) : [];
    }),
  ],
};

/** The first of a stack, together with pods and their namespaces: nobody has anything in the cluster yet. */
function isPartOfNew(plan: Plan): boolean {
  return plan.isFirst && all(plan, 'Namespace').length > 0 && all(plan, ...WORKLOADS).length > 0;
}

function roleWidened({ before, after }: ObjectChange): string[] {
  const role = after!;
  const had = before ? rightsOf(before) : [];
  const gained = rightsOf(role).filter((right) => !had.some((other) => coversRight(other, right)));
  const much = [...new Set(dangersOf(gained, role))];
  return [...(much.length > 0 ? [`gives ${much.join(', ')}`] : []), ...aggregated(before, role)];
}

/** Labels by which a role's rights become those of another one, or the other way round. */
function aggregated(before: PlannedObject | undefined, after: PlannedObject): string[] {
  const labels = (side: PlannedObject | undefined) => {
    const own = at(side?.body, 'metadata.labels');
    return Object.entries(isObject(own) ? own : {}).filter(
      ([key, value]) => key.startsWith('rbac.authorization.k8s.io/aggregate-to-') && value !== 'false',
    );
  };
  const had = new Set(labels(before).map(([key]) => key));
  const given = labels(after)
    .map(([key]) => key)
    .filter((key) => !had.has(key))
    .map(
      (key) => `adds its rights to the role ${key.slice(key.lastIndexOf('-') + 1)}, for all who have that`,
    );
  const selectors = (side: PlannedObject | undefined) =>
    list(at(side?.body, 'aggregationRule.clusterRoleSelectors'));
  const known = new Set(selectors(before).map(canonical));
  const taken = selectors(after)
    .filter((selector) => !known.has(canonical(selector)))
    .map((selector) => `takes up the rights of every role with ${selectorText(selector) || 'any label'}`);
  return [...given, ...taken];
}

function bound({ before, after }: ObjectChange, plan: Plan): string[] {
  const earlier = grantsBySubject(plan, 'before');
  const own = before ? grantsOf(before) : [];
  const had = (subject: string) => [
    ...(earlier.get(subject) ?? []),
    ...own.filter((one) => one.subject === subject),
  ];
  const gained = grantsOf(after!).filter(
    (grant) =>
      !had(grant.subject).some(
        (other) =>
          other.role === grant.role && (other.namespace === '' || other.namespace === grant.namespace),
      ),
  );
  const much = gained.flatMap((grant) => {
    const text = muchOf(grant, plan);
    if (text) return [text];
    const wasNarrow = had(grant.subject).some(({ role }) => role === grant.role);
    return wasNarrow && grant.namespace === ''
      ? [`the role ${grant.roleName} to ${grant.subject} in every namespace`]
      : [];
  });
  return [
    ...(much.length > 0 ? [`gives ${[...new Set(much)].join(', ')}`] : []),
    ...otherRole({ before, after }, plan),
  ];
}

/** Whoever had a role gets another one, of which the plan does not show what it gives. */
function otherRole({ before, after }: Pick<ObjectChange, 'before' | 'after'>, plan: Plan): string[] {
  const ref = (side: PlannedObject | undefined) => {
    const name = at(side?.body, 'roleRef.name');
    return typeof name === 'string' ? name : undefined;
  };
  const [was, will] = [ref(before), ref(after)];
  if (!before || was === undefined || was === will) return [];
  const kind = at(after!.body, 'roleRef.kind') === 'Role' ? `Role ${after!.namespace}/` : 'ClusterRole /';
  const isShown = will !== undefined && clusterSides(plan).after.has(`${kind}${will}`);
  return isShown || (will !== undefined && READS.test(will))
    ? []
    : [
        `gives another role, which this plan does not show: ${was} → ${will ?? 'one that nobody can see before the apply'}`,
      ];
}
