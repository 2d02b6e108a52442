import { EDGES } from '../../../cli/rights/edges';
import catalogue from './catalogue.json';
import { ACCOUNT, between, iam, reach, trusts } from './made-up';

// The first to ask loads what AWS's services know.
jest.setTimeout(60_000);

/**
 * The ways to more rights that pathfinding.cloud knows, each with the actions that it takes. Source:
 * github.com/DataDog/pathfinding.cloud, data/paths/, commit 84dd65c (Apache-2.0); the actions are those of the names.
 */
const PATHS = Object.entries(catalogue as Readonly<Record<string, readonly string[]>>);

const RICH = iam('role/rich');
const profile = { name: 'rich', role: 'rich' };

/** An account in which each of them leads to the secret: the role that reads it is used in every way. */
const EVERYTHING = {
  aws_apprunner_service: { a: { instance_configuration: { instance_role_arn: RICH } } },
  aws_bedrockagentcore_code_interpreter: { b: { execution_role_arn: RICH } },
  aws_cloudformation_stack: { c: { iam_role_arn: RICH } },
  aws_codebuild_project: { d: { service_role: RICH } },
  aws_glue_dev_endpoint: { e: { role_arn: RICH } },
  aws_iam_instance_profile: { rich: profile },
  aws_iam_policy: { own: { name: 'own', policy: '{"Statement":[]}' } },
  aws_iam_role_policy_attachment: { own: { role: 'start', policy_arn: iam('policy/own') } },
  aws_instance: { f: { iam_instance_profile: 'rich' } },
  aws_lambda_function: { g: { function_name: 'g', role: RICH } },
  aws_launch_template: { h: { iam_instance_profile: { name: 'rich' } } },
  aws_sagemaker_notebook_instance: { i: { role_arn: RICH } },
};
const BY_SERVICES = trusts(
  {
    AWS: `arn:aws:iam::${ACCOUNT}:root`,
    Service: [
      'bedrock-agentcore',
      'build.apprunner',
      'cloudformation',
      'codebuild',
      'datapipeline',
      'ec2',
      'ecs-tasks',
      'glue',
      'lambda',
      'sagemaker',
    ].map((name) => `${name}.amazonaws.com`),
  },
  {},
);

/** Ways of a user: whoever starts here is a role, and what a role can do to a user leads to that user. */
const OF_USERS = ['iam-007', 'iam-008', 'iam-010', 'iam-011', 'iam-013'];

test.each(PATHS.filter(([id]) => !OF_USERS.includes(id)))('%s is a step: %j', async (_, actions) => {
  const start = [{ Action: actions, Resource: '*' }];
  const stacks = between({ start, trust: BY_SERVICES, more: EVERYTHING });
  expect(await reach(stacks)).toMatchObject({ readsSecret: true });
  // Not by what is there, but by these actions.
  expect(await reach(between({ start: [], trust: BY_SERVICES, more: EVERYTHING }))).toMatchObject({
    readsSecret: false,
  });
});

test('each of them stands beside the step that follows it', () => {
  const named = EDGES.flatMap(({ catalogue = [] }) => catalogue);
  expect([...named].sort()).toEqual(PATHS.map(([id]) => id).sort());
});
