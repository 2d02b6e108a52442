import { Surroundings } from '../../../cli/recover/find/surroundings';
import { search } from '../../../cli/recover/search';
import type { ResourceChange } from '../../../plan/change';
import type { Aws } from '../../../programs/aws';

type Answers = Readonly<Record<string, unknown>>;

/** Answers by the words of the call that comes first in it. */
function account(answers: Answers, calls: string[] = []): Surroundings {
  const run = async (...args: readonly string[]) => {
    const call = args.join(' ');
    calls.push(call);
    const key = Object.keys(answers).find((words) => call.startsWith(words));
    if (key === undefined) throw new Error(`aws ${call}: NoSuchEntity`);
    return JSON.stringify(answers[key]);
  };
  const noCluster = () => Promise.reject(new Error('no cluster'));
  return new Surroundings({ run } as unknown as Aws, noCluster, '111111111111', 'eu-central-1');
}

function made(address: string, after: object, unknown: object = {}): ResourceChange {
  const [type, name] = address.split('.') as [string, string];
  const change = { actions: ['create'], before: null, after, after_unknown: unknown };
  return { address, mode: 'managed', type, name, change } as unknown as ResourceChange;
}

const TAGS = { environment: 'dev', Name: 'dev' };
const vpc = made('aws_vpc.network', { tags_all: TAGS });
const subnet = made('aws_subnet.a', { cidr_block: '10.0.0.0/24' }, { vpc_id: true });
const document = {
  resource: {
    aws_vpc: { network: {} },
    aws_subnet: { a: { vpc_id: '${aws_vpc.network.id}' } },
    aws_kms_key: { data: {} },
    aws_kms_alias: { data: { name: 'alias/acme-data', target_key_id: '${aws_kms_key.data.key_id}' } },
    aws_eks_cluster: { main: {} },
    aws_eks_addon: { dns: { cluster_name: '${aws_eks_cluster.main.name}' } },
  },
};
const look = (changes: readonly ResourceChange[], inside: Surroundings, take = new Map<string, string>()) =>
  search(changes, document, () => inside, take);

test('what is in a VPC is found in the same go as the VPC, whose id no plan knows', async () => {
  const inside = account({
    'ec2 describe-vpcs': [['dev', 'dev', 'vpc-1']],
    'ec2 describe-subnets --filters Name=vpc-id,Values=vpc-1 --query Subnets[].[CidrBlock': [
      ['10.0.0.0/24', 'subnet-1'],
      ['10.0.1.0/24', 'subnet-2'],
    ],
    'ec2 describe-': [],
    'rds describe-': [],
  });
  expect((await look([subnet, vpc], inside)).found).toEqual(
    new Map([
      ['aws_vpc.network', 'vpc-1'],
      ['aws_subnet.a', 'subnet-1'],
    ]),
  );
});

test('what is not there, and what is within it, is not found, and is no error', async () => {
  const inside = account({ 'ec2 describe-vpcs': [['qa', 'qa', 'vpc-9']] });
  expect(await look([subnet, vpc], inside)).toEqual({ found: new Map(), several: new Map(), unknown: [] });
});

test('of two VPCs the one is taken that something is in', async () => {
  const inside = account({
    'ec2 describe-vpcs': [
      ['dev', 'dev', 'vpc-1'],
      ['dev', 'dev', 'vpc-2'],
    ],
    'ec2 describe-network-interfaces --filters Name=vpc-id,Values=vpc-2': [['eni-1']],
    'ec2 describe-': [],
    'rds describe-': [],
  });
  expect((await look([vpc], inside)).found).toEqual(new Map([['aws_vpc.network', 'vpc-2']]));
});

test('of two alike none is taken: somebody says which by --take', async () => {
  const answers = {
    'ec2 describe-vpcs': [
      ['dev', 'dev', 'vpc-1'],
      ['dev', 'dev', 'vpc-2'],
    ],
    'ec2 describe-': [],
    'rds describe-': [],
  };
  const undecided = await look([vpc], account(answers));
  expect(undecided.found.size).toBe(0);
  expect(undecided.several).toEqual(new Map([['aws_vpc.network', ['vpc-1', 'vpc-2']]]));
  const decided = await look([vpc], account(answers), new Map([['aws_vpc.network', 'vpc-1']]));
  expect(decided.found).toEqual(new Map([['aws_vpc.network', 'vpc-1']]));
});

test('a list is asked for once, however many are looked for in it', async () => {
  const calls: string[] = [];
  const groups = ['a', 'b', 'c'].map((name) => made(`aws_cloudwatch_log_group.${name}`, { name }));
  const inside = account({ 'logs describe-log-groups': [['a'], ['c']] }, calls);
  const { found } = await look(groups, inside);
  expect([...found.values()]).toEqual(['a', 'c']);
  expect(calls).toHaveLength(1);
});

test('a list of all roles tells of each, and nothing is asked of their policies, which a deploy puts', async () => {
  const calls: string[] = [];
  const roles = ['dev-a', 'dev-b'].map((name) => made(`aws_iam_role.${name}`, { name }));
  const policy = made('aws_iam_role_policy.c', { role: 'dev-a', name: 'c' });
  const inside = account({ 'iam list-roles': [['dev-b'], ['other']] }, calls);
  expect((await look([...roles, policy], inside)).found).toEqual(new Map([['aws_iam_role.dev-b', 'dev-b']]));
  expect(calls).toHaveLength(1);
});

describe('what is within a cluster', () => {
  const cluster = made('aws_eks_cluster.main', { name: 'dev' });
  const addon = made('aws_eks_addon.dns', { cluster_name: 'dev', addon_name: 'coredns' });

  test('is not asked for when the cluster is not there', async () => {
    const calls: string[] = [];
    expect((await look([addon, cluster], account({ 'eks list-clusters': [] }, calls))).found.size).toBe(0);
    expect(calls).toEqual([expect.stringContaining('eks list-clusters')]);
  });

  test('is found with it, and also when the state has the cluster', async () => {
    const answers = { 'eks list-clusters': [['dev']], 'eks list-addons --cluster-name dev': [['coredns']] };
    for (const changes of [[addon, cluster], [addon]])
      expect((await look(changes, account(answers))).found.get(addon.address)).toBe('dev:coredns');
  });
});

test('a secret is asked for once, with its versions', async () => {
  const calls: string[] = [];
  const secret = made('aws_secretsmanager_secret.a', { name: '/acme/dev/a' });
  const version = made('aws_secretsmanager_secret_version.a', { version_stages: null }, { secret_id: true });
  const withSecret = {
    resource: {
      aws_secretsmanager_secret: { a: {} },
      aws_secretsmanager_secret_version: { a: { secret_id: '${aws_secretsmanager_secret.a.arn}' } },
    },
  };
  const answer = { ARN: 'arn:a', VersionIdsToStages: { v1: ['AWSCURRENT'] } };
  const inside = account({ 'secretsmanager describe-secret --secret-id /acme/dev/a': answer }, calls);
  const { found } = await search([version, secret], withSecret, () => inside, new Map());
  expect([...found.values()]).toEqual(['arn:a', 'arn:a|v1']);
  expect(calls).toHaveLength(1);
});

test('a rule for all ports has no ports in a plan, and -1 in AWS', async () => {
  const rule = made('aws_vpc_security_group_egress_rule.all', {
    ...{ security_group_id: 'sg-1', ip_protocol: '-1', from_port: null, to_port: null },
    ...{ cidr_ipv4: '0.0.0.0/0', cidr_ipv6: null, prefix_list_id: null, referenced_security_group_id: null },
  });
  const inside = account({
    'ec2 describe-security-group-rules': [
      ['sg-2', '-1', -1, -1, '0.0.0.0/0', null, null, null, true, 'sgr-2'],
      ['sg-1', '-1', -1, -1, '0.0.0.0/0', null, null, null, false, 'sgr-3'],
      ['sg-1', '-1', -1, -1, '0.0.0.0/0', null, null, null, true, 'sgr-1'],
    ],
  });
  expect((await look([rule], inside)).found.get(rule.address)).toBe('sgr-1');
});

describe('a key', () => {
  const TAG = 'account-dev';
  const key = made('aws_kms_key.data', { description: 'Data', tags_all: { environment: TAG } });
  const metadata = { Description: 'Data', KeyManager: 'CUSTOMER', KeyState: 'Enabled' };
  const keys = (...ids: string[]) => ids.map((id) => [id, `arn:${id}`]);
  const alias = (name: string, id: string) => [`alias/${name}`, id, `alias/${name}`];

  test('without an alias yet is told by its description and tag', async () => {
    const calls: string[] = [];
    const inside = account(
      {
        'kms list-keys': keys('k-trail', 'k-qa', 'k-gone', 'k-new', 'k-dev'),
        'kms list-aliases': [alias('acme-trail', 'k-trail')],
        'resourcegroupstaggingapi get-resources': [
          ['arn:k-trail', 'dev'],
          ['arn:k-qa', 'qa'],
          ['arn:k-gone', TAG],
          ['arn:k-dev', TAG],
        ],
        'kms describe-key --key-id k-new': { ...metadata, Description: 'Logs' },
        'kms describe-key --key-id k-gone': { ...metadata, KeyState: 'PendingDeletion' },
        'kms describe-key --key-id k-dev': metadata,
      },
      calls,
    );
    expect((await look([key], inside)).found.get(key.address)).toBe('k-dev');
    // A call that is denied, as that of another environment's key may be, is an alarm for somebody.
    expect(calls.filter((call) => /k-trail|k-qa/.test(call))).toEqual([]);
  });

  test('that the list of tags does not know yet is asked for its own', async () => {
    const inside = account({
      'kms list-keys': keys('k-dev', 'k-qa'),
      'kms list-aliases': [],
      'resourcegroupstaggingapi get-resources': [],
      'kms describe-key': metadata,
      'kms list-resource-tags --key-id k-dev': [TAG],
      'kms list-resource-tags --key-id k-qa': ['qa'],
    });
    expect((await look([key], inside)).found.get(key.address)).toBe('k-dev');
  });

  test('with the alias of the stack is meant, whatever its tag is', async () => {
    const inside = account({
      'kms list-keys': keys('k-1', 'k-2'),
      'kms list-aliases': [alias('acme-data', 'k-2')],
      'resourcegroupstaggingapi get-resources': [['arn:k-1', TAG]],
      'kms describe-key': metadata,
    });
    expect((await look([key], inside)).found.get(key.address)).toBe('k-2');
  });

  test('that is deleted is not found by its alias either', async () => {
    const inside = account({
      'kms list-keys': keys('k-1'),
      'kms list-aliases': [alias('acme-data', 'k-1')],
      'kms describe-key': { ...metadata, KeyState: 'PendingDeletion' },
    });
    expect((await look([key], inside)).found.size).toBe(0);
  });
});

test('a type that nobody knows is named', async () => {
  expect((await look([made('aws_new_thing.a', {})], account({}))).unknown).toEqual(['aws_new_thing.a']);
});

test('AWS that does not tell ends it: nothing is taken for missing that may be there', async () => {
  const run = () => Promise.reject(new Error('aws ec2 describe-vpcs: RequestLimitExceeded'));
  const inside = new Surroundings(
    { run } as unknown as Aws,
    () => Promise.reject(new Error()),
    '1',
    'eu-central-1',
  );
  await expect(look([vpc], inside)).rejects.toThrow('RequestLimitExceeded');
});
