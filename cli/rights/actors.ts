import type { PolicyStatement } from '../../plan/policy/statement';
import type { Principal } from './access';
import type { ClusterInside, ClusterRight, PodAccount } from './world/clusters';
import type { IamRole } from './world/identities';
import { boundaryOf, type World } from './world/world';

/** Whoever can do something: a role, a user, or the pods of a service account. */
export interface Actor {
  readonly id: string;
  /** As people call it. */
  readonly title: string;
  /** Among which others it stands, and its name there. Undefined: among none. */
  readonly among?: { readonly kind: 'pods' | 'roles'; readonly stack: string; readonly name: string };
  /** What it is in AWS. Undefined: nobody there. */
  readonly caller?: Principal;
  /** What it may do in clusters. */
  readonly seats: readonly Seat[];
  /** The service account of pods. */
  readonly pods?: PodAccount;
}

export interface Seat {
  readonly cluster: ClusterInside;
  readonly rights: readonly ClusterRight[];
}

export function roleActor(world: World, role: IamRole): Actor {
  const { arn, account, policies, stack, name } = role;
  return {
    id: arn,
    title: `\`${name}\` of ${stack}`,
    among: { kind: 'roles', stack, name },
    caller: { arn, account, policies, boundary: boundaryOf(world, role.boundary) },
    seats: world.clusters.flatMap((cluster) => {
      const rights = cluster.entries.get(arn);
      return rights ? [{ cluster, rights }] : [];
    }),
  };
}

export function podActor(cluster: ClusterInside, pods: PodAccount): Actor {
  const { namespace, name, rights, stack } = pods;
  return {
    id: `pods:${cluster.arn}/${namespace}/${name}`,
    title: `pods of \`${namespace}/${name}\` in ${cluster.name}`,
    among: { kind: 'pods', stack, name: `${namespace}/${name}` },
    seats: rights.length > 0 ? [{ cluster, rights }] : [],
    pods,
  };
}

/** Whoever may do everything in a cluster. */
export function clusterAdmin(cluster: ClusterInside): Actor {
  return {
    id: `admin:${cluster.arn}`,
    title: `everything in the cluster of ${cluster.name}`,
    seats: [{ cluster, rights: [{ groups: ['*'], resources: ['*'], verbs: ['*'] }] }],
  };
}

const EVERYTHING: PolicyStatement = {
  effect: 'Allow',
  principals: [],
  actions: ['*'],
  resources: ['*'],
  conditions: new Map(),
  inverted: [],
};

/** A role or user that somebody has given all rights that its boundary leaves. */
export function ownActor(world: World, arn: string, account: string, boundary: string | undefined): Actor {
  const limit = boundary === undefined ? 'without a boundary' : `within \`${boundary.split('/').at(-1)}\``;
  const kind = arn.includes(':user/') ? 'user' : 'role';
  return {
    id: `own ${kind}:${account}:${boundary ?? ''}`,
    title: `a ${kind} of its own ${limit} in ${account}`,
    caller: { arn, account, policies: [EVERYTHING], boundary: boundaryOf(world, boundary) },
    seats: [],
  };
}

/** A user whom a role trusts. What it may do in its own account nobody says here, so: everything. */
export function userActor(arn: string): Actor {
  return {
    id: arn,
    title: `user \`${arn.split('/').at(-1)}\``,
    caller: { arn, account: arn.split(':')[4]!, policies: [EVERYTHING] },
    seats: [],
  };
}

/** The users whom roles trust by name. */
export function trustedUsers({ roles }: World): string[] {
  const named = roles.flatMap(({ trust }) => trust.flatMap(({ principals }) => principals));
  return [
    ...new Set(named.filter((name) => name.includes(':user/')).map((name) => name.replace(/^AWS:/, ''))),
  ];
}
