import { environments, preview, project, synthesizer } from '../fixture/fixture';
import {
  ALL_ACTIONS,
  ALL_RESOURCES,
  ANY_SOURCE,
  ENCRYPTED,
  isExcepted,
  networkRules,
  ofType,
  type Statement,
  securityTests,
  stacksOf,
  statements,
} from './security-rules';
import { withOptions } from './with-options';

const stacks = stacksOf(synthesizer, [...environments, withOptions], [preview('pr-42')]);

securityTests(stacks, project);

// A rule about things that are not there would say nothing.
test.each([...stacks.platforms, ...stacks.services])('$name has network rules and roles', ({ resource }) => {
  expect(networkRules(resource).length).toBeGreaterThan(0);
  expect(ofType(resource, 'aws_iam_role').length).toBeGreaterThan(0);
});

test.each(Object.values(stacks).flat())('$name has policies', ({ resource }) => {
  expect(JSON.stringify(resource).match(/\\"Statement\\"/g)?.length).toBeGreaterThan(3);
});

test.each(stacks.platforms)('$name has something of all that is encrypted', ({ resource }) => {
  for (const [type] of ENCRYPTED) expect([type, ofType(resource, type).length]).not.toEqual([type, 0]);
});

test.each(stacks.services)('$name has pods of every kind', ({ resource }) => {
  for (const kind of ['deployment', 'job', 'cron_job'])
    expect([kind, ofType(resource, `kubernetes_${kind}_v1`).length]).not.toEqual([kind, 0]);
});

describe('an exception', () => {
  const account = '111111111111';
  const all = Object.values(stacks)
    .flat()
    .flatMap((stack) => statements(stack.resource).map((statement) => ({ stack, statement })));
  const exceptions = [...ALL_ACTIONS, ...ALL_RESOURCES, ...ANY_SOURCE];

  test.each(exceptions)('$sid on $on is for a statement that is there', (exception) => {
    expect(all.some(({ stack, statement }) => isExcepted([exception], statement, stack))).toBe(true);
  });

  const key: Statement = {
    address: 'aws_kms_key.keys_data',
    Sid: 'AccountDecidesByIam',
    Effect: 'Allow',
    Action: 'kms:*',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Resource: '*',
  };
  const metrics: Statement = {
    address: 'aws_iam_role_policy.cluster_addons_observability-send',
    Sid: 'SendMetrics',
    Effect: 'Allow',
    Action: 'cloudwatch:PutMetricData',
    Resource: '*',
    Condition: { StringEquals: { 'cloudwatch:namespace': ['CWAgent'] } },
  };
  const node: Statement = {
    address: 'aws_iam_role.cluster_node-role',
    Sid: 'ServersOfThisAccount',
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'ec2.amazonaws.com' },
  };
  const holds = (statement: Statement) => isExcepted(exceptions, statement, { account });

  test('is for what its reason names', () => {
    for (const statement of [key, metrics, node]) expect(holds(statement)).toBe(true);
  });

  test.each([
    [
      'a key that another account decides on',
      { ...key, Principal: { AWS: 'arn:aws:iam::222222222222:root' } },
    ],
    ['a key that a role decides on', { ...key, Principal: { AWS: `arn:aws:iam::${account}:role/x` } }],
    ['all of another service', { ...key, Action: ['kms:*', 's3:*'] }],
    ['a role under the name of a key', { ...key, address: 'aws_iam_role_policy.x' }],
    ['metrics of any namespace', { ...metrics, Condition: {} }],
    [
      'metrics of a pattern of namespaces',
      { ...metrics, Condition: { StringEquals: { 'cloudwatch:namespace': 'AWS/*' } } },
    ],
    [
      'more than to send metrics',
      { ...metrics, Action: ['cloudwatch:PutMetricData', 'cloudwatch:DeleteAlarms'] },
    ],
    ['a role of another name', { ...node, address: 'aws_iam_role.storefront_role' }],
    ['a second service', { ...node, Principal: { Service: ['ec2.amazonaws.com', 'ssm.amazonaws.com'] } }],
  ])('is not for %s', (_, statement) => {
    expect(holds(statement)).toBe(false);
  });
});
