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
    aws_kms_alias: { data: { name: 'alias/acme-data' } },
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

test('nothing is asked of a role that is not there', async () => {
  const calls: string[] = [];
  const role = made('aws_iam_role.a', { name: 'dev-a' });
  const policies = ['b', 'c'].map((name) => made(`aws_iam_role_policy.${name}`, { role: 'dev-a', name }));
  expect((await look([role, ...policies], account({}, calls))).found.size).toBe(0);
  expect(calls).toEqual(['iam get-role --role-name dev-a']);
});

test('a rule for all ports has no ports in a plan, and -1 in AWS', async () => {
  const rule = made('aws_vpc_security_group_egress_rule.all', {
    ...{ security_group_id: 'sg-1', ip_protocol: '-1', from_port: null, to_port: null },
    ...{ cidr_ipv4: '0.0.0.0/0', cidr_ipv6: null, prefix_list_id: null, referenced_security_group_id: null },
  });
  const inside = account({
    'ec2 describe-security-group-rules': [
      ['sg-2', '-1', -1, -1, '0.0.0.0/0', null, null, null, 'sgr-2'],
      ['sg-1', '-1', -1, -1, '0.0.0.0/0', null, null, null, 'sgr-1'],
    ],
  });
  expect((await look([rule], inside)).found.get(rule.address)).toBe('sgr-1');
});

test('a key of another environment in the same account is none, nor is it looked at when its alias tells', async () => {
  const calls: string[] = [];
  const key = made('aws_kms_key.data', { description: 'Data', tags_all: { environment: 'dev' } });
  const metadata = { Description: 'Data', KeyManager: 'CUSTOMER', KeyState: 'Enabled' };
  const inside = account(
    {
      'kms list-keys': [['k-acme'], ['k-qa'], ['k-gone'], ['k-dev']],
      'kms list-aliases': [['k-acme', 'alias/acme-trail']],
      'kms describe-key --key-id k-qa': { ...metadata, Arn: 'arn:qa' },
      'kms describe-key --key-id k-gone': { ...metadata, KeyState: 'PendingDeletion', Arn: 'arn:gone' },
      'kms describe-key --key-id k-dev': { ...metadata, Arn: 'arn:dev' },
      'kms list-resource-tags --key-id k-qa': ['qa'],
      'kms list-resource-tags --key-id k-dev': ['dev'],
    },
    calls,
  );
  expect((await look([key], inside)).found.get(key.address)).toBe('k-dev');
  expect(calls.filter((call) => call.includes('k-acme'))).toEqual([]);
});

test('of two keys the one with an alias of the stack is meant, whatever its environment is called', async () => {
  const key = made('aws_kms_key.data', { description: 'Data', tags_all: { environment: 'account-dev' } });
  const inside = account({
    'kms list-keys': [['k-1'], ['k-2']],
    'kms list-aliases': [['k-2', 'alias/acme-data']],
    'kms describe-key': { Description: 'Data', KeyManager: 'CUSTOMER', KeyState: 'Enabled', Arn: 'arn' },
    'kms list-resource-tags': ['account-dev'],
  });
  expect((await look([key], inside)).found.get(key.address)).toBe('k-2');
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
