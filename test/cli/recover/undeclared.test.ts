import { AwsResource } from '../../../cli/recover/removal/aws-resource';
import { tellUndeclared } from '../../../cli/recover/undeclared/undeclared';
import { UndeclaredRecovery } from '../../../cli/recover/undeclared/undeclared-recovery';
import { Failure } from '../../../console/failure';
import { SynthesizedStack } from '../../../terraform/synthesized-stack';
import { account, listed } from './account';
import { ARNS } from './arns';

const TAGS = { environment: 'dev', platform: 'acme' };
const stack = (name: string, buildsOn: readonly SynthesizedStack[] = []) =>
  new SynthesizedStack({
    name,
    directory: '.',
    buildsOn,
    document: {
      provider: { aws: [{ default_tags: [{ tags: { ...TAGS, owner: 'shop' } }] }] },
      terraform: { backend: { s3: { bucket: 'states', key: `${name}.tfstate` } } },
    },
  });
const platform = stack('dev');
const services = stack('dev-services', [platform]);
const NO_STATE = new Failure('aws s3 cp: An error occurred (404)');
const state = (...attributes: readonly object[]) => ({
  resources: [{ mode: 'managed', instances: attributes.map((one) => ({ attributes: one })) }],
});
const LIST = 'resourcegroupstaggingapi get-resources --tag-filters Key=environment,Values=dev';

interface Case {
  readonly there: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  /** Of the platform. */
  readonly held?: object;
  readonly told?: readonly string[];
  readonly remove?: readonly string[];
  readonly dryRun?: boolean;
  readonly answers?: Readonly<Record<string, string | object>>;
}

async function recovered({ there, tags = {}, held, told = [], remove = [], dryRun = false, answers }: Case) {
  const { aws, calls } = account({
    ...answers,
    [LIST]: listed({ ...TAGS, ...tags }, ...there),
    'iam list-roles': { Roles: [] },
    's3 cp s3://states/dev.tfstate': held ?? NO_STATE,
    's3 cp': NO_STATE,
  });
  const adopted = new Map([[platform, { state: held ?? {}, told: new Set(told) }]]) as never;
  const inside = { aws, region: 'eu-central-1' };
  const options = { stacks: [platform, services], tooling: aws, inside, adopted };
  const { lines, toDecide } = await new UndeclaredRecovery(options, {
    remove: new Set(remove),
    dryRun,
  }).run();
  return { lines, toDecide, changes: calls.filter((call) => /delete|remove|release/.test(call)) };
}

test('a bucket and a group of a service that was taken out are left to decide, and stay', async () => {
  const { lines, toDecide, changes } = await recovered({
    there: [ARNS.aws_s3_bucket!, ARNS.aws_security_group!],
    held: state({ arn: ARNS.aws_vpc }),
  });
  expect(lines).toEqual([
    expect.stringMatching(/^2 carry its tags, .*npm run recover -- dev --delete ARN$/),
    ARNS.aws_security_group,
    `${ARNS.aws_s3_bucket} (holds data)`,
  ]);
  expect({ toDecide, changes }).toEqual({ toDecide: 2, changes: [] });
});

test.each<[string, Case]>([
  ['is in a state', { there: [ARNS.aws_s3_bucket!], held: state({ arn: ARNS.aws_s3_bucket }) }],
  ['is in a state that has no ARN of it', { there: [ARNS.aws_nat_gateway!], held: state({ id: 'nat-0a' }) }],
  [
    'is a node of a cache in a state',
    { there: [ARNS.aws_elasticache_cluster!], held: state({ member_clusters: ['dev-sessions'] }) },
  ],
  [
    'was made for a cluster in a state: its nodes come and go',
    {
      there: ['arn:aws:ec2:eu-central-1:1:instance/i-0a'],
      tags: { 'kubernetes.io/cluster/dev': 'owned' },
      held: state({ name: 'dev' }),
    },
  ],
  ['was found and not taken, which is told of', { there: [ARNS.aws_iam_role!], told: ['dev-orders'] }],
  [
    'is meant to outlive the environment',
    {
      there: [
        'arn:aws:rds:eu-central-1:1:snapshot:dev-orders-last',
        'arn:aws:elasticache:eu-central-1:1:snapshot:dev-carts-last',
        'arn:aws:backup:eu-central-1:1:recovery-point:1b2c',
        'arn:aws:rds:eu-central-1:1:auto-backup:ab-1b2c',
      ],
    },
  ],
  [
    'waits for its deletion',
    { there: [ARNS.aws_kms_key!, ARNS.aws_secretsmanager_secret!], answers: { kms: [], secretsmanager: [] } },
  ],
])('what %s is nobody’s worry', async (_, one) => {
  expect(await recovered(one)).toEqual({ lines: [], toDecide: 0, changes: [] });
});

describe('of what was being made when Terraform was interrupted, a state has the id alone', () => {
  const tainted = (id: string) => ({
    resources: [{ mode: 'managed', instances: [{ status: 'tainted', attributes: { id, arn: null } }] }],
  });
  const at = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:1:${resource}`;

  test.each([
    ['a key', '1b2c', at('kms', 'key/1b2c')],
    ['a deployment of flags', '1b2/4d9/1', at('appconfig', 'application/1b2/environment/4d9/deployment/1')],
    ['a profile of flags', 'e5f:1b2', at('appconfig', 'application/1b2/configurationprofile/e5f')],
    ['an add-on', 'dev:coredns', at('eks', 'addon/dev/coredns/52c6f4a2')],
    ['a log group', '/acme/dev/shop', at('logs', 'log-group:/acme/dev/shop')],
  ])('%s: Terraform puts it right', async (_, id, arn) => {
    expect(await recovered({ there: [arn], held: tainted(id) })).toMatchObject({ lines: [] });
  });

  test('another one of the same kind is left to decide', async () => {
    for (const [id, arn] of [
      ['1b2/4d9/1', at('appconfig', 'application/1b2/environment/4d9/deployment/2')],
      ['dev', at('rds', 'db:dev-orders')],
      ['dev', at('eks', 'addon/dev/coredns/52c6f4a2')],
    ] as const)
      expect(await recovered({ there: [arn], held: tainted(id) })).toMatchObject({ toDecide: 1 });
  });
});

test('what only another stack’s state has is no less known', async () => {
  const stored = { 's3 cp s3://states/dev-services.tfstate': state({ arn: ARNS.aws_s3_bucket }) };
  expect(await recovered({ there: [ARNS.aws_s3_bucket!], answers: stored })).toMatchObject({ lines: [] });
});

test('a state that can’t be read is not taken for an empty one: all of it would be named', async () => {
  const answers = { 's3 cp s3://states/dev-services.tfstate': '{"cut' };
  expect(await recovered({ there: [ARNS.aws_s3_bucket!], answers })).toEqual({
    lines: [
      "what else carries its tags can't be told: the state of dev-services is no JSON: npm run state -- list dev-services",
    ],
    toDecide: 1,
    changes: [],
  });
});

describe('with --delete', () => {
  const there = [ARNS.aws_security_group!, ARNS.aws_eip!];
  const [group, address] = there as [string, string];

  test('that one is removed, the others stay', async () => {
    const { lines, toDecide, changes } = await recovered({ there, remove: [group] });
    expect(lines).toEqual([`removed ${group}`, expect.stringContaining('1 carry its tags'), address]);
    expect({ toDecide, changes }).toEqual({
      toDecide: 1,
      changes: ['ec2 delete-security-group --group-id sg-0a'],
    });
  });

  test('what is in a state or of another environment is refused: it stays', async () => {
    const { lines, toDecide, changes } = await recovered({ there: [], remove: [group] });
    expect(lines).toEqual([`--delete ${group}: it is not among what was found, and stays`]);
    expect({ toDecide, changes }).toEqual({ toDecide: 1, changes: [] });
  });

  test('what AWS refuses is told with its words', async () => {
    const answers = { 'ec2 delete-security-group': new Failure('aws ec2: DependencyViolation') };
    const { lines, toDecide } = await recovered({ there: [group], remove: [group], answers });
    expect(lines).toEqual([`not removed: ${group}: aws ec2: DependencyViolation`]);
    expect(toDecide).toBe(1);
  });

  test('a dry run removes nothing', async () => {
    const { lines, changes } = await recovered({ there: [group], remove: [group], dryRun: true });
    expect({ lines, changes }).toEqual({ lines: [`would remove ${group}`], changes: [] });
  });
});

test('what holds data, and what no command removes, is said so', () => {
  expect(
    tellUndeclared([new AwsResource('arn:aws:swf:eu-central-1:1:x'), new AwsResource(ARNS.aws_db_instance!)]),
  ).toEqual([
    `${ARNS.aws_db_instance} (holds data)`,
    'arn:aws:swf:eu-central-1:1:x (no command is known that removes it)',
  ]);
});
