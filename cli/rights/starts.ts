import { type Actor, podActor, roleActor } from './actors';
import type { ClusterInside } from './world/clusters';
import type { IamRole } from './world/identities';
import type { World } from './world/world';

/** Where somebody comes in, from outside of all that the stacks make. */
export interface Start {
  readonly name: string;
  readonly actor: Actor;
  /** Who takes it. */
  readonly by: string;
}

/**
 * Roles that workflows or people take, and the pods and nodes of one cluster: that of the host of previews, else the
 * first. The stacks of all environments are alike, as test/parity shows.
 */
export function startsOf(world: World): Start[] {
  const cluster = world.clusters.find(({ accounts }) => accounts.some(isOfPreview)) ?? world.clusters[0];
  const all = [...rolesOf(world), ...(cluster ? inCluster(world, cluster) : [])];
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isOfPreview({ stack }: { readonly stack: string }): boolean {
  return stack.startsWith('preview-');
}

function rolesOf(world: World): Start[] {
  return world.roles
    .filter((role) => !isTakenByRole(role, world))
    .flatMap((role) => {
      const by = takenBy(role, world);
      return by === undefined
        ? []
        : [{ name: `${role.name} of ${role.stack}`, actor: roleActor(world, role), by }];
    });
}

function inCluster(world: World, cluster: ClusterInside): Start[] {
  const { name, accounts, nodes } = cluster;
  return [
    ...accounts.map((account) => ({
      name: `pods of ${account.namespace}/${account.name} in ${name}`,
      actor: podActor(cluster, account),
      by: account.images.length > 0 ? 'what runs in their containers' : 'what an add-on runs',
    })),
    ...world.roles
      .filter(({ arn }) => arn === nodes)
      .map((role) => ({
        name: `nodes of ${name}`,
        actor: roleActor(world, role),
        by: 'whoever gets out of a container',
      })),
  ];
}

/** Undefined: services of AWS alone, or other roles. */
function takenBy({ trust }: IamRole, { roles }: World): string | undefined {
  const who = trust.flatMap(({ principals, conditions }) =>
    principals.flatMap((principal) => {
      if (principal.startsWith('Federated:')) {
        const subjects = [...conditions]
          .filter(([key]) => key.endsWith(':sub'))
          .flatMap(([, values]) => values);
        return [`workflows of ${subjects.map((subject) => `\`${subject}\``).join(', ')}`];
      }
      const withMfa = [...conditions.keys()].some((key) => key.endsWith('aws:multifactorauthpresent'));
      const named = [...conditions]
        .filter(([key]) => key.endsWith('aws:principalarn'))
        .flatMap(([, values]) => values);
      const isOurs = roles.some(({ arn }) => principal === `AWS:${arn}`);
      const other = isOurs ? undefined : /:((user|role)\/.*)$/.exec(principal)?.[1];
      const people = other === undefined ? named : [other];
      return people.map((one) => `${permissionSet(one) ?? `\`${one}\``}${withMfa ? ' with MFA' : ''}`);
    }),
  );
  return who.length > 0 ? [...new Set(who)].join(', ') : undefined;
}

/** In words, where a pattern names the roles that Identity Center makes for one. */
function permissionSet(pattern: string): string | undefined {
  const name = /\/AWSReservedSSO_(.+)_\?{16}$/.exec(pattern)?.[1];
  return name === undefined ? undefined : `whoever holds the permission set \`${name}\``;
}

/** Then it stands in the section of that one. */
function isTakenByRole({ trust }: IamRole, { roles }: World): boolean {
  const principals = trust.flatMap((statement) => statement.principals);
  return roles.some(({ arn }) => principals.includes(`AWS:${arn}`));
}
