import { may } from '../access';
import { roleActor } from '../actors';
import type { Edge } from '../edge';

/** Takes a role that trusts it. */
export const assumeRole: Edge = {
  actions: ['sts:AssumeRole'],
  source: 'pathfinding.cloud',
  catalogue: ['sts-001'],
  *steps({ caller }, world) {
    if (caller === undefined) return;
    for (const role of world.roles) {
      const { arn, account, trust } = role;
      const call = { action: 'sts:AssumeRole', resource: arn, account, policy: trust, needsPolicy: true };
      if (may(caller, call)) yield { to: roleActor(world, role), how: 'assumes' };
    }
  },
};
