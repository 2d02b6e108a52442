import { roleActor } from '../actors';
import type { Edge } from '../edge';
import { mayDo, thingsOf } from '../world/world';

/**
 * Writes what a deploy goes by: the state of a stack, or a parameter that it reads. It then makes, changes and destroys
 * what somebody else wrote there.
 */
export const deployInput: Edge = {
  actions: ['s3:PutObject', 'ssm:PutParameter'],
  source: 'stacks/state.ts and constructs/contract/contract-reader.ts',
  *steps({ caller }, world) {
    if (caller === undefined) return;
    for (const { name, deployer, parameters } of world.deploys) {
      const role = world.roles.find(({ arn }) => arn === deployer);
      if (role === undefined || role.arn === caller.arn) continue;
      const states = thingsOf(world, 'state').filter((state) => state.name === name);
      const read = thingsOf(world, 'parameter').filter(
        (parameter) => parameter.account === role.account && parameters.includes(parameter.name),
      );
      if (states.some((state) => mayDo(caller, 's3:PutObject', state))) {
        yield { to: roleActor(world, role), how: 'writes the state of a stack that is deployed by' };
      } else if (read.some((parameter) => mayDo(caller, 'ssm:PutParameter', parameter))) {
        yield { to: roleActor(world, role), how: 'writes a parameter that is read by' };
      }
    }
  },
};
