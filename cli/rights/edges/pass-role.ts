import { may } from '../access';
import { roleActor } from '../actors';
import type { Edge } from '../edge';
import { namedBy } from '../named-by';

/**
 * What starts something that runs as a role, by the name under which the role trusts its service. Each entry is a list
 * of alternatives. A service that is not here counts as started: the role's trust alone decides.
 */
const STARTS: Readonly<Record<string, readonly string[]>> = {
  'bedrock-agentcore.amazonaws.com': ['bedrock-agentcore:CreateCodeInterpreter'],
  'build.apprunner.amazonaws.com': ['apprunner:CreateService'],
  'cloudformation.amazonaws.com': [
    'cloudformation:CreateChangeSet',
    'cloudformation:CreateStack',
    'cloudformation:CreateStackSet',
    'cloudformation:UpdateStackSet',
  ],
  'codebuild.amazonaws.com': ['codebuild:CreateProject'],
  'datapipeline.amazonaws.com': ['datapipeline:CreatePipeline'],
  'ec2.amazonaws.com': ['ec2:RequestSpotInstances', 'ec2:RunInstances'],
  'ecs-tasks.amazonaws.com': ['ecs:RegisterTaskDefinition'],
  'firehose.amazonaws.com': ['firehose:CreateDeliveryStream', 'firehose:UpdateDestination'],
  'glue.amazonaws.com': ['glue:CreateDevEndpoint', 'glue:CreateJob', 'glue:UpdateJob'],
  'lambda.amazonaws.com': ['lambda:CreateFunction'],
  'sagemaker.amazonaws.com': [
    'sagemaker:CreateNotebookInstance',
    'sagemaker:CreateProcessingJob',
    'sagemaker:CreateTrainingJob',
  ],
};

/** Pods get roles by associations, which a step of their own is about. */
const PODS = 'pods.eks.amazonaws.com';

/** Hands a role to a service that runs code, or does what it is told, as the role. */
export const passRole: Edge = {
  actions: ['iam:PassRole', ...Object.values(STARTS).flat()],
  source: 'pathfinding.cloud',
  catalogue: [
    'apprunner-001',
    'bedrock-001',
    'cloudformation-001',
    'cloudformation-003',
    'cloudformation-004',
    'codebuild-001',
    'codebuild-004',
    'datapipeline-001',
    'ec2-001',
    'ec2-003',
    'ecs-001',
    'ecs-002',
    'ecs-003',
    'ecs-004',
    'ecs-005',
    'glue-001',
    'glue-003',
    'glue-004',
    'glue-005',
    'glue-006',
    'lambda-001',
    'lambda-002',
    'lambda-006',
    'sagemaker-001',
    'sagemaker-002',
    'sagemaker-003',
  ],
  *steps({ caller }, world) {
    if (caller === undefined) return;
    for (const role of world.roles.filter(({ account }) => account === caller.account)) {
      for (const service of servicesOf(role.trust)) {
        if (service === PODS || !passes(service, role.arn) || !starts(service)) continue;
        yield { to: roleActor(world, role), how: `hands to ${service}` };
      }
    }

    function passes(service: string, arn: string): boolean {
      const context = { 'iam:PassedToService': service };
      return may(caller!, { action: 'iam:PassRole', resource: arn, account: caller!.account, context });
    }

    function starts(service: string): boolean {
      const actions = STARTS[service];
      if (actions === undefined) return true;
      const { account } = caller!;
      return actions.some((action) =>
        namedBy(caller!, action).some((resource) => may(caller!, { action, resource, account })),
      );
    }
  },
};

function servicesOf(trust: readonly { readonly principals: readonly string[] }[]): string[] {
  return trust
    .flatMap(({ principals }) => principals)
    .filter((name) => name.startsWith('Service:'))
    .map((name) => name.replace('Service:', ''));
}
