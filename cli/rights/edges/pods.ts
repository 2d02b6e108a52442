import { clusterAdmin, podActor, roleActor, type Seat } from '../actors';
import type { Edge, Step } from '../edge';
import { first, type Wanted } from '../kubernetes';
import type { World } from '../world/world';

const CHANGE = ['create', 'patch', 'update'];

/** What runs code as any service account of the namespace. */
const RUN: readonly Wanted[] = [
  { group: '', resource: 'pods', verbs: CHANGE },
  { group: '', resource: 'replicationcontrollers', verbs: CHANGE },
  ...['daemonsets', 'deployments', 'replicasets', 'statefulsets'].map((resource) => ({
    group: 'apps',
    resource,
    verbs: CHANGE,
  })),
  { group: 'batch', resource: 'cronjobs', verbs: CHANGE },
  { group: 'batch', resource: 'jobs', verbs: ['create'] },
];
/** What runs code in pods that are there, or speaks as their service account. */
const ENTER: readonly Wanted[] = [
  { group: '', resource: 'pods/exec', verbs: ['create', 'get'] },
  { group: '', resource: 'pods/attach', verbs: ['create', 'get'] },
  { group: '', resource: 'pods/ephemeralcontainers', verbs: ['patch', 'update'] },
  { group: '', resource: 'serviceaccounts/token', verbs: ['create'] },
  { group: '', resource: 'serviceaccounts', verbs: ['impersonate'] },
];
/** What gives all rights in the cluster, if it is not of one namespace alone. */
const RULE: readonly Wanted[] = [
  { group: '', resource: 'users', verbs: ['impersonate'] },
  { group: '', resource: 'groups', verbs: ['impersonate'] },
  { group: '', resource: 'nodes/proxy', verbs: ['create', 'get'] },
  { group: 'rbac.authorization.k8s.io', resource: 'clusterroles', verbs: ['bind', 'escalate'] },
  { group: 'rbac.authorization.k8s.io', resource: 'roles', verbs: ['escalate'] },
  { group: 'admissionregistration.k8s.io', resource: 'mutatingwebhookconfigurations', verbs: CHANGE },
  { group: 'admissionregistration.k8s.io', resource: 'mutatingadmissionpolicies', verbs: CHANGE },
  { group: 'certificates.k8s.io', resource: 'certificatesigningrequests/approval', verbs: ['update'] },
];

/** What rights in a cluster lead to: its service accounts, its nodes, all of it. */
export const pods: Edge = {
  actions: [],
  source: 'Kubernetes, "Role Based Access Control Good Practices", "Privilege escalation risks"',
  *steps({ seats }, world) {
    for (const seat of seats) {
      yield* accounts(seat);
      yield* nodes(seat, world);
      const right = first(seat.rights, RULE);
      if (right)
        yield {
          to: clusterAdmin(seat.cluster),
          how: `may ${right.how}, and so becomes`,
          heldBy: right.heldBy,
        };
    }
  },
};

function* accounts({ cluster, rights }: Seat): Generator<Step> {
  for (const account of cluster.accounts) {
    const right = first(rights, [...RUN, ...ENTER], account.namespace);
    if (right === undefined) continue;
    yield {
      to: podActor(cluster, account),
      how: `may ${right.how} in the namespace of`,
      heldBy: right.heldBy,
    };
  }
}

/** A pod that the namespace does not restrict reaches its node, and so the node's role. */
function* nodes({ cluster, rights }: Seat, world: World): Generator<Step> {
  const role = world.roles.find(({ arn }) => arn === cluster.nodes);
  const open = rights.filter(
    ({ namespaces }) => namespaces === undefined || namespaces.some((name) => !isRestricted(name)),
  );
  const right = first(open, RUN);
  if (role === undefined || right === undefined) return;
  yield {
    to: roleActor(world, role),
    how: `may ${right.how} that reach their node, and so becomes`,
    heldBy: right.heldBy,
  };

  function isRestricted(name: string): boolean {
    if (!name.endsWith('*')) return cluster.restricted.includes(name);
    // Of a namespace of its own it writes the labels: only an admission policy keeps it to the restricted ones.
    return first(rights, [{ group: '', resource: 'namespaces', verbs: CHANGE }])?.heldBy !== undefined;
  }
}
