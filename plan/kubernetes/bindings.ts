import { oncePer } from '../once-per';
import type { Plan } from '../plan';
import { at, list, Mark, texts, type Value } from '../value';
import type { PlannedObject } from './object';
import { clusterSides } from './objects';
import { dangersOf, rightsOf } from './rights';

export const BINDINGS = ['ClusterRoleBinding', 'RoleBinding'];

/** A role that somebody has, and where. */
interface RoleGrant {
  /** `ClusterRole /admin`: its identity. */
  readonly role: string;
  readonly roleName: string;
  /** Such as `Group developers` or `ServiceAccount shop/web`. */
  readonly subject: string;
  /** Empty: in every namespace. */
  readonly namespace: string;
}

/** The roles that Kubernetes has itself, by which one can change all, or read secrets. */
const POWERFUL = [
  'cluster-admin',
  'admin',
  'edit',
  'system:masters',
  'system:node',
  'system:kube-controller-manager',
];
/** Whoever has no name of their own. */
const ANYBODY =
  /^(User system:anonymous|Group system:(authenticated|unauthenticated|serviceaccounts(:.*)?))$/;

export function grantsOf(binding: PlannedObject): RoleGrant[] {
  const { body, kind } = binding;
  const name = at(body, 'roleRef.name');
  const roleName = typeof name === 'string' ? name : 'that nobody can see before the apply';
  const role = `${at(body, 'roleRef.kind') === 'Role' ? `Role ${binding.namespace}/` : 'ClusterRole /'}${roleName}`;
  const namespace = kind === 'RoleBinding' ? binding.namespace : '';
  return list(body.subjects).map((subject) => ({
    role,
    roleName,
    namespace,
    subject: subjectOf(subject, binding),
  }));
}

/** Why a grant is much. */
export function muchOf({ role, roleName, subject, namespace }: RoleGrant, plan: Plan): string | undefined {
  const where = namespace === '' ? '' : ` in ${namespace}`;
  const text = `the role ${roleName} to ${subject}${where}`;
  if (POWERFUL.includes(roleName) || ANYBODY.test(subject)) return text;
  // A role that is new says what it gives itself.
  const { before, after } = clusterSides(plan);
  const found = before.has(role) ? after.get(role) : undefined;
  const scope = namespace === '' ? found : { kind: 'Role', namespace };
  const dangers = found && scope ? [...new Set(dangersOf(rightsOf(found), scope))] : [];
  if (dangers.length > 0) return `${text}, and with it ${dangers.join(', ')}`;
  // Whatever runs in that namespace and has no account of its own.
  return /^ServiceAccount [^/]*\/default$/.test(subject) && !READS.test(roleName) ? text : undefined;
}

/** Roles of Kubernetes by which nobody gets more than a look. */
export const READS = /^(view|system:(discovery|basic-user|public-info-viewer|monitoring))$/;

function subjectOf(subject: Value, { namespace }: PlannedObject): string {
  if (subject instanceof Mark) return `somebody whom nobody can see before the apply`;
  const [kind, name, own] = ['kind', 'name', 'namespace'].map((key) => texts(at(subject, key))[0]);
  if (at(subject, 'name') === Mark.sensitive) return `${kind} whose name is sensitive`;
  if (name === undefined) return 'somebody whom nobody can see before the apply';
  return kind === 'ServiceAccount' ? `ServiceAccount ${own ?? namespace}/${name}` : `${kind} ${name}`;
}

const grants = {
  before: oncePer((plan) => bySubject(plan, 'before')),
  after: oncePer((plan) => bySubject(plan, 'after')),
};

/** What all bindings of a plan give, before or after it, by whom. */
export function grantsBySubject(
  plan: Plan,
  side: 'before' | 'after',
): ReadonlyMap<string, readonly RoleGrant[]> {
  return grants[side](plan);
}

function bySubject(plan: Plan, side: 'before' | 'after'): ReadonlyMap<string, readonly RoleGrant[]> {
  const made = new Map<string, RoleGrant[]>();
  const bindings = BINDINGS.flatMap((kind) => clusterSides(plan).byKind[side].get(kind) ?? []);
  for (const grant of bindings.flatMap(grantsOf)) {
    const own = made.get(grant.subject);
    if (own) own.push(grant);
    else made.set(grant.subject, [grant]);
  }
  return made;
}
