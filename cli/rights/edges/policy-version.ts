import { may } from '../access';
import { ownActor } from '../actors';
import type { Edge } from '../edge';

const CHANGES = ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'];

/** Writes a managed policy that it has itself, or a boundary: whom the boundary held it holds no more. */
export const policyVersion: Edge = {
  actions: CHANGES,
  source: 'pathfinding.cloud',
  catalogue: ['iam-001', 'iam-016', 'iam-020'],
  *steps({ caller }, world) {
    if (caller === undefined) return;
    const { account } = caller;
    for (const arn of world.policies.keys()) {
      if (arn.split(':')[4] !== account) continue;
      if (!CHANGES.some((action) => may(caller, { action, resource: arn, account }))) continue;
      const role = world.roles.find((one) => one.boundary === arn || one.managed.includes(arn));
      if (role === undefined) continue;
      const left = role.boundary === arn ? undefined : role.boundary;
      yield {
        to: ownActor(world, role.arn, account, left),
        how: `writes the policy \`${arn.split('/').at(-1)}\`, and so becomes`,
      };
    }
  },
};
