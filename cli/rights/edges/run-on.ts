import { roleActor } from '../actors';
import type { Edge } from '../edge';
import { mayDo, thingsOf } from '../world/world';

const ON_SERVER = [
  'ec2-instance-connect:SendSSHPublicKey',
  'ec2:ModifyInstanceAttribute',
  'ssm:SendCommand',
  'ssm:StartSession',
];
const AS_FUNCTION = ['lambda:UpdateFunctionCode'];

/**
 * Runs code on what is there, and so as its role. Nodes of EKS Auto Mode are none of these servers: they take neither
 * keys nor sessions. Source: Amazon EKS User Guide, "EKS Auto Mode", on its managed instances.
 */
export const runOn: Edge = {
  actions: [...ON_SERVER, ...AS_FUNCTION],
  source: 'pathfinding.cloud ec2-002, ec2instanceconnect-003, lambda-003 to -005, ssm-001, ssm-002',
  *steps({ caller }, world) {
    if (caller === undefined) return;
    for (const [kind, actions] of [['server', ON_SERVER] as const, ['function', AS_FUNCTION] as const]) {
      for (const thing of thingsOf(world, kind)) {
        const role = world.roles.find(({ arn }) => arn === thing.runsAs);
        const action = role && actions.find((one) => mayDo(caller, one, thing));
        if (role && action)
          yield {
            to: roleActor(world, role),
            how: `runs code on ${thing.name} (\`${action}\`), and so becomes`,
          };
      }
    }
  },
};
