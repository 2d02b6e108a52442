import { may } from '../access';
import { roleActor } from '../actors';
import type { Edge } from '../edge';
import { namedBy } from '../named-by';
import { RUNNER_ACTIONS } from '../world/runners';

/** Tells what is there what to run, and so acts as its role. */
export const runOn: Edge = {
  actions: RUNNER_ACTIONS,
  source: 'pathfinding.cloud',
  catalogue: [
    'apprunner-002',
    'bedrock-002',
    'cloudformation-002',
    'cloudformation-005',
    'codebuild-002',
    'codebuild-003',
    'ec2-002',
    'ec2-004',
    'ec2instanceconnect-003',
    'glue-002',
    'lambda-003',
    'lambda-004',
    'lambda-005',
    'sagemaker-004',
    'sagemaker-005',
    'ssm-001',
    'ssm-002',
  ],
  *steps({ caller }, world) {
    if (caller === undefined) return;
    for (const { name, arn, account, tags, role: roleArn, actions } of world.runners) {
      const role = world.roles.find((one) => one.arn === roleArn);
      if (role === undefined || account !== caller.account) continue;
      const action = actions.find((one) =>
        (arn === undefined ? namedBy(caller, one) : [arn]).some((resource) =>
          may(caller, { action: one, resource, account, tags }),
        ),
      );
      if (action)
        yield { to: roleActor(world, role), how: `runs code on ${name} by ${action}, and so becomes` };
    }
  },
};
