import { AwsResource } from '../../../cli/recover/removal/aws-resource';
import { removeAll } from '../../../cli/recover/removal/remove-all';
import { findTagged } from '../../../cli/recover/undeclared/tagged';
import { Failure } from '../../../console/failure';
import type { Aws } from '../../../programs/aws';
import { account, listed, role } from './account';
import { ARNS } from './arns';

const GONE = new Failure('aws ec2: An error occurred (InvalidGroup.NotFound)');
const DENIED = new Failure('aws ec2: An error occurred (AccessDenied)');

test.each(Object.entries(ARNS))('%s: its ARN tells how to look for it, by its own name', async (_, arn) => {
  const { aws, calls } = account();
  expect(new AwsResource(arn).isKnown).toBe(true);
  expect(await new AwsResource(arn).isThere(aws)).toBe(true);
  expect(calls).toHaveLength(1);
  expect(calls[0]).not.toMatch(/\$\d|\bARN\b|undefined/);
  const parts = arn.split(/[:/]/);
  expect(parts.some((part) => part.length > 3 && calls[0]!.includes(part))).toBe(true);
});

test('what AWS no longer knows, or shows among the deleted for a while, is not there', async () => {
  const isThere = (arn: string, answer: string | object) =>
    new AwsResource(arn).isThere(account({ '': answer }).aws);
  expect(await isThere(ARNS.aws_security_group!, GONE)).toBe(false);
  expect(await isThere(ARNS.aws_nat_gateway!, [])).toBe(false);
  expect(await isThere(ARNS.aws_nat_gateway!, [{ State: 'available' }])).toBe(true);
  // A bucket that is there has nothing to say.
  expect(await isThere(ARNS.aws_s3_bucket!, '')).toBe(true);
});

test('what the caller may not look at counts as there: nobody is told that all is gone', async () => {
  const { aws } = account({ '': DENIED });
  expect(await new AwsResource(ARNS.aws_vpc!).isThere(aws)).toBe(true);
});

test('what is gone meanwhile counts as removed; what nobody knows is left, with the reason', async () => {
  await new AwsResource(ARNS.aws_security_group!).remove(account({ '': GONE }).aws);
  await expect(new AwsResource(ARNS.aws_security_group!).remove(account({ '': DENIED }).aws)).rejects.toThrow(
    DENIED,
  );
  await expect(new AwsResource('arn:aws:swf:eu-central-1:1:x').remove(account().aws)).rejects.toThrow(
    'no command is known that removes it',
  );
});

test('a role goes with its policies, whether they are its own or AWS manages them', async () => {
  const { aws, calls } = account({
    'iam list-role-policies': { PolicyNames: ['own'] },
    'iam list-attached-role-policies': { AttachedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/Logs' }] },
  });
  await new AwsResource(ARNS.aws_iam_role!).remove(aws);
  expect(calls.filter((call) => !call.includes('list-'))).toEqual([
    'iam delete-role-policy --role-name dev-orders --policy-name own',
    'iam detach-role-policy --role-name dev-orders --policy-arn arn:aws:iam::aws:policy/Logs',
    'iam delete-role --role-name dev-orders',
  ]);
});

test('what holds data is told apart', () => {
  const holding = Object.entries(ARNS).filter(([, arn]) => new AwsResource(arn).holdsData);
  expect(holding.map(([type]) => type)).toEqual([
    'aws_db_instance',
    'aws_elasticache_replication_group',
    'aws_s3_bucket',
    'aws_sqs_queue',
  ]);
});

test('what stood in the way of another one is removed first, and then that one too', async () => {
  const there = new Set(['rule', 'group']);
  const leftover = (what: string, needs?: string) => ({
    what,
    remove: async () => {
      if (needs !== undefined && there.has(needs)) throw new Failure('DependencyViolation');
      there.delete(what);
    },
  });
  const find = async () =>
    [leftover('group', 'rule'), leftover('rule')].filter(({ what }) => there.has(what));
  expect(await removeAll(find)).toEqual({ removed: ['group', 'rule'], left: [] });
  there.add('group').add('rule').add('stuck');
  const never = async () => [leftover('stuck', 'stuck')];
  expect(await removeAll(never)).toEqual({ removed: [], left: ['stuck: DependencyViolation'] });
});

describe('by tags', () => {
  const TAGS = { environment: 'dev', platform: 'acme' };
  const answers = {
    'resourcegroupstaggingapi get-resources --tag-filters Key=environment,Values=dev': listed(
      TAGS,
      ARNS.aws_vpc!,
      ARNS.aws_security_group!,
      `${ARNS.aws_cloudwatch_log_group}:*`,
    ),
    'ec2 describe-security-groups': GONE,
    'iam list-roles': {
      Roles: ['dev-orders', 'dev-of-others', 'qa-orders'].map((RoleName) => ({ RoleName, Arn: RoleName })),
    },
    'iam get-role --role-name dev-orders': role(TAGS),
    'iam get-role --role-name dev-of-others': role({ environment: 'dev' }),
  };
  const wanted = { tags: TAGS, roles: 'dev-' };
  const arns = async (aws: Aws, more = {}) =>
    (await findTagged(aws, { ...wanted, ...more })).map(({ arn }) => arn);

  test('what carries all of them is found, roles too, which AWS does not list; what is gone is not', async () => {
    const { aws } = account(answers);
    expect(await arns(aws)).toEqual([ARNS.aws_vpc, ARNS.aws_cloudwatch_log_group, 'dev-orders']);
  });

  test('what is known is not looked at, which would take a second for each', async () => {
    const { aws, calls } = account(answers);
    expect(await arns(aws, { isKnown: () => true })).toEqual([]);
    expect(calls.filter((call) => !/get-resources|list-roles/.test(call))).toEqual([]);
  });

  test('zones are listed in one region alone; a company may have closed it', async () => {
    const { aws } = account(answers);
    const closed = account({ '': DENIED }).aws;
    Object.assign(aws, { in: () => closed });
    expect(await arns(aws, { globalRegion: 'us-east-1' })).toHaveLength(3);
  });
});
