import { type Call, may } from '../access';
import { ownActor, roleActor } from '../actors';
import type { Edge } from '../edge';
import { anyOf, namedBy } from '../named-by';
import type { World } from '../world/world';

const GIVE = ['iam:AttachRolePolicy', 'iam:PutRolePolicy'];

/** Makes a role, or takes over one that is there, and gives it all that the role's boundary leaves. */
export const roleOfItsOwn: Edge = {
  actions: [
    ...GIVE,
    'iam:CreateRole',
    'iam:DeleteRolePermissionsBoundary',
    'iam:PutRolePermissionsBoundary',
    'iam:UpdateAssumeRolePolicy',
  ],
  source: 'pathfinding.cloud',
  catalogue: ['iam-005', 'iam-009', 'iam-012', 'iam-014', 'iam-017', 'iam-019', 'iam-021'],
  *steps({ caller }, world) {
    if (caller === undefined) return;
    const { account } = caller;
    const does = (action: string, resource: string, boundary?: string) =>
      may(caller, {
        action,
        resource,
        account,
        context: { 'iam:PermissionsBoundary': boundary },
      } satisfies Call);
    const gives = (arn: string, boundary?: string) => GIVE.some((action) => does(action, arn, boundary));

    for (const boundary of boundaries(world, account)) {
      const arn = namedBy(caller, 'iam:CreateRole', anyOf(caller, 'role'))
        .filter((one) => one.includes(':role/'))
        .find((one) => does('iam:CreateRole', one, boundary) && gives(one, boundary));
      if (arn)
        yield { to: ownActor(world, arn, account, boundary), how: `makes, named like \`${nameOf(arn)}\`,` };
    }
    for (const role of world.roles.filter((one) => one.account === account)) {
      if (does('iam:UpdateAssumeRolePolicy', role.arn)) {
        yield { to: roleActor(world, role), how: 'writes the trust policy of' };
      } else if (role.arn !== caller.arn) continue;
      for (const boundary of boundaries(world, account)) {
        if (!mayCarry(does, role.arn, role.boundary, boundary) || !gives(role.arn, boundary)) continue;
        yield {
          to: ownActor(world, role.arn, account, boundary),
          how: `writes the policies of \`${role.name}\`, and so becomes`,
        };
      }
    }
  },
};

/** Whether a role has a boundary, or can be given it. */
function mayCarry(
  does: (action: string, resource: string, boundary?: string) => boolean,
  arn: string,
  has: string | undefined,
  wanted: string | undefined,
): boolean {
  if (has === wanted) return true;
  if (wanted === undefined) return does('iam:DeleteRolePermissionsBoundary', arn, has);
  return does('iam:PutRolePermissionsBoundary', arn, wanted);
}

function boundaries({ policies }: World, account: string): (string | undefined)[] {
  return [undefined, ...[...policies.keys()].filter((arn) => arn.split(':')[4] === account)];
}

function nameOf(arn: string): string {
  return arn.split('/').at(-1)!;
}
