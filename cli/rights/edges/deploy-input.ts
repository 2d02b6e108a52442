import { roleActor } from '../actors';
import type { Edge } from '../edge';
import { mayDo, thingsOf } from '../world/world';

/** Writes what a deploy goes by: the state of a stack. Terraform destroys, and tells, whatever stands there. */
export const deployInput: Edge = {
  actions: ['s3:PutObject'],
  source:
    'Terraform, "Sensitive data in state" and "State: locking"; the states of this project are in one bucket',
  *steps({ caller }, world) {
    if (caller === undefined) return;
    for (const state of thingsOf(world, 'state')) {
      const role = world.roles.find(({ arn }) => arn === world.deployers.get(state.name));
      if (role === undefined || role.arn === caller.arn || !mayDo(caller, 's3:PutObject', state)) continue;
      yield { to: roleActor(world, role), how: 'writes the state of a stack that is deployed by' };
    }
  },
};
