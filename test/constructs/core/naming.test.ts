import fc from 'fast-check';
import { arn } from '../../../constructs/core/arn';
import { keyAlias, type ResourceKind, resourceName, resourcePath } from '../../../constructs/core/naming';
import { defaultTags } from '../../../constructs/core/tags';
import { naming } from '../../helpers';

/** What AWS takes, in its own words: the patterns and lengths of its API models. */
const AWS: Record<ResourceKind, RegExp> = {
  alarm: /^.{1,255}$/,
  analyzer: /^[A-Za-z][A-Za-z0-9_.-]{0,254}$/,
  backupPlan: /^[a-zA-Z0-9_.-]{1,50}$/,
  bucket:
    /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|--x-s3|--table-s3)$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  budget: /^(?![^:\\]*\/action\/)[^:\\]{1,100}$/,
  cacheCluster: /^(?=.{1,50}$)[a-z](-?[a-z0-9])*$/,
  cacheUser: /^(?=.{1,40}$)[a-zA-Z](-?[a-zA-Z0-9])*$/,
  cacheUserGroup: /^(?=.{1,40}$)[a-z](-?[a-z0-9])*$/,
  cluster: /^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/,
  dashboard: /^[0-9A-Za-z_-]{1,255}$/,
  database: /^(?=.{1,63}$)[a-z](-?[a-z0-9])*$/,
  finalSnapshot: /^(?=.{1,255}$)[a-z](-?[a-z0-9])*$/,
  firehose: /^[a-zA-Z0-9_.-]{1,64}$/,
  flagApplication: /^.{1,64}$/,
  function: /^[a-zA-Z0-9_-]{1,64}$/,
  launchTemplate: /^[a-zA-Z0-9().\-/_]{3,128}$/,
  loadBalancer: /^(?!internal-)(?=.{1,32}$)[0-9A-Za-z](-?[0-9A-Za-z]|--)*$/,
  parameterGroup: /^(?=.{1,255}$)[a-z](-?[a-z0-9])*$/,
  queue: /^[A-Za-z0-9_-]{1,75}$/,
  replicationGroup: /^(?=.{1,40}$)[a-z](-?[a-z0-9])*$/,
  role: /^[\w+=,.@-]{1,64}$/,
  rule: /^[.\-_A-Za-z0-9]{1,64}$/,
  securityGroup: /^(?!sg-)[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/,
  stream: /^[a-zA-Z0-9_.-]{1,128}$/,
  subnetGroup: /^(?!default$)(?=.{1,255}$)[a-z](-?[a-z0-9])*$/,
  targetGroup: /^(?=.{1,32}$)[0-9A-Za-z](-?[0-9A-Za-z])*$/,
  topic: /^[A-Za-z0-9_-]{1,256}$/,
  trail: /^[a-zA-Z0-9](?!.*[._-]{2})[\w.-]{1,126}[a-zA-Z0-9]$/,
  vault: /^[a-zA-Z0-9_-]{2,50}$/,
  webAcl: /^[\w-]{1,128}$/,
};
const KINDS = Object.keys(AWS) as ResourceKind[];

const kind = fc.constantFrom(...KINDS);
/**
 * An environment's name, as the rules among environments allow it; those that AWS keeps for itself in load
 * balancers and security groups are refused with the first such name.
 */
const environment = fc
  .stringMatching(/^[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,4}){0,2}$/)
  .filter((name) => !/^(internal|sg)(-|$)/.test(name));
const part = fc.stringMatching(/^[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,9})?$/);
const parts = fc.array(part, { minLength: 1, maxLength: 4 });

test('begins with its environment, and says what it is of', () => {
  expect(resourceName(naming, 'role', 'orders', 'monitoring')).toBe('test-orders-monitoring');
  expect(resourceName(naming, 'cluster')).toBe('test');
});

test('a bucket, whose name all accounts of AWS share, carries the platform and the account as well', () => {
  expect(resourceName(naming, 'bucket', 'assets')).toBe('acme-test-assets-123456789012');
});

test('whatever the environment and the parts, AWS takes the name, or it is refused here', () => {
  fc.assert(
    fc.property(
      kind,
      environment,
      fc.array(fc.oneof(part, fc.string()), { maxLength: 4 }),
      (what, name, all) => {
        let made: string;
        try {
          made = resourceName({ ...naming, environment: name }, what, ...all);
        } catch (error) {
          expect((error as Error).message).toMatch(new RegExp(`^${what} name: got "`));
          return;
        }
        expect(made).toMatch(AWS[what]);
      },
    ),
    { numRuns: 2000 },
  );
});

test('legal parts are never refused for their length', () => {
  fc.assert(
    fc.property(kind, environment, parts, (what, name, all) => {
      expect(resourceName({ ...naming, environment: name }, what, ...all)).toMatch(AWS[what]);
    }),
    { numRuns: 2000 },
  );
});

test('no environment can take the name of another', () => {
  fc.assert(
    fc.property(kind, environment, environment, parts, parts, (what, a, b, these, those) => {
      fc.pre(a !== b && !a.startsWith(`${b}-`) && !b.startsWith(`${a}-`));
      // No two environments share an account.
      const one = resourceName({ ...naming, environment: a }, what, ...these);
      const other = resourceName({ ...naming, environment: b, account: '210987654321' }, what, ...those);
      expect(one).not.toBe(other);
    }),
    { numRuns: 2000 },
  );
});

test('two names that are too long stay two, though they begin alike', () => {
  const long = (end: string) => resourceName(naming, 'loadBalancer', 'a-name-that-goes-on-and-on', end);
  expect(long('one')).toMatch(/^test-a-name-that-goes-o-[0-9a-f]{8}$/);
  expect(long('one')).not.toBe(long('two'));
  expect(long('one')).toBe(long('one'));
});

test.each<[ResourceKind, string[], string]>([
  ['role', ['Orders'], 'role name: got "test-Orders", allowed ^[a-z0-9][a-z0-9_-]*$, at most 64 characters'],
  ['bucket', ['a.b'], 'bucket name: got "acme-test-a.b-123456789012", allowed '],
  ['database', ['a--b'], 'database name: got "test-a--b", allowed '],
])('fails on a %s of %j rather than drop what does not fit', (what, all, message) => {
  expect(() => resourceName(naming, what, ...all)).toThrow(message);
});

test('secrets, parameters and log groups hang below the platform and the environment', () => {
  expect(resourcePath(naming, 'orders', 'master')).toBe('/acme/test/orders/master');
});

test('no path of an environment lies within that of another', () => {
  fc.assert(
    fc.property(environment, environment, (a, b) => {
      fc.pre(a !== b);
      const within = resourcePath({ ...naming, environment: a }, 'x');
      expect(within.startsWith(`${resourcePath({ ...naming, environment: b })}/`)).toBe(false);
    }),
  );
});

test('a key is found by its alias', () => {
  expect(keyAlias(naming, 'data')).toBe('alias/test-data');
});

test.each([
  ['eks', 'cluster/test', 'arn:aws:eks:eu-central-1:123456789012:cluster/test'],
  ['iam', 'role/deploy', 'arn:aws:iam::123456789012:role/deploy'],
  ['s3', 'acme-assets/*', 'arn:aws:s3:::acme-assets/*'],
  ['budgets', 'budget/test', 'arn:aws:budgets::123456789012:budget/test'],
])('an ARN of %s is what AWS calls it', (service, resource, expected) => {
  expect(arn(naming, service, resource)).toBe(expected);
});

test('tags say which environment a thing is of, who answers for it, and not to change it by hand', () => {
  expect(defaultTags(naming, 'team@acme.example')).toEqual({
    platform: 'acme',
    environment: 'test',
    owner: 'team@acme.example',
    'managed-by': 'terraform',
  });
});
