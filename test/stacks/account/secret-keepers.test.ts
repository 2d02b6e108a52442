import { decide, type PolicyRequest } from '../../../plan/policy/decide';
import { environments } from '../../fixture/fixture';
import { withSecrets } from '../../fixture/with-secrets';

const host = environments.find(({ parameters }) => parameters.hostsPreviews)!;
const { aws_iam_policy, aws_iam_role_policy: inline } = withSecrets.account(host).resource;
const here = (service: string, resource: string) =>
  `arn:aws:${service}:eu-central-1:${host.parameters.account}:${resource}`;
const secret = (path: string) => here('secretsmanager', `secret:/acme/${path}-AbCdEf`);
const OF_PEOPLE = secret('dev/storefront/stripe-key/secret');
const OF_TERRAFORM = secret('dev/storefront/orders/user');
const on = (action: string, resource: string): PolicyRequest => ({
  action: `secretsmanager:${action}`,
  resource,
});
const may = (role: string, request: PolicyRequest) => decide([inline[`${role}_rights`].policy], request);

const WRITES = ['CreateSecret', 'PutSecretValue', 'DeleteSecret', 'RestoreSecret'];

test('whoever puts secrets may do so for services and previews, and read none', () => {
  const places = [OF_PEOPLE, secret('preview-pr-42/storefront/stripe-key/secret')];
  const needed = places.flatMap((place) => WRITES.map((action) => on(action, place)));
  expect(needed.filter((request) => may('secrets', request) !== 'allow')).toEqual([]);
  const kept = [
    ...places.map((place) => on('GetSecretValue', place)),
    ...places.map((place) => on('PutResourcePolicy', place)),
    ...[...WRITES, 'GetSecretValue'].map((action) => on(action, OF_TERRAFORM)),
    ...WRITES.map((action) => on(action, secret('prod/storefront/stripe-key/secret'))),
  ];
  expect(kept.filter((request) => may('secrets', request) === 'allow')).toEqual([]);
});

test('no environment without previews lets anybody put secrets of previews', () => {
  const other = environments.find(({ parameters }) => !parameters.hostsPreviews)!;
  const { policy } = withSecrets.account(other).resource.aws_iam_role_policy.secrets_rights;
  expect(policy).not.toContain('preview-');
});

test.each(['deploy', 'preview', 'plan', 'drift'])(
  '%s neither reads nor changes what people have put',
  (role) => {
    const places =
      role === 'preview' ? [secret('preview-pr-42/storefront/stripe-key/secret'), OF_PEOPLE] : [OF_PEOPLE];
    const kept = places.flatMap((place) =>
      ['GetSecretValue', 'PutSecretValue', 'UpdateSecret', 'PutResourcePolicy'].map((action) =>
        on(action, place),
      ),
    );
    expect(kept.filter((request) => may(role, request) === 'allow')).toEqual([]);
  },
);

test('who deploys still looks after those that Terraform writes, and sees which version people have put', () => {
  const needed = [on('PutSecretValue', OF_TERRAFORM), on('GetSecretValue', OF_TERRAFORM)].concat(
    ['DescribeSecret', 'ListSecretVersionIds', 'DeleteSecret'].map((action) => on(action, OF_PEOPLE)),
  );
  expect(needed.filter((request) => may('deploy', request) !== 'allow')).toEqual([]);
});

test('pods of previews read what a service declares for them, and nothing else of the host', () => {
  const boundary = aws_iam_policy['preview-boundary'].policy;
  const read = (path: string) => decide([boundary], on('GetSecretValue', secret(path)));
  expect(read('dev/storefront/maps-key/secret')).toBe('allow');
  expect(read('preview-pr-42/storefront/stripe-key/secret')).toBe('allow');
  expect(read('dev/storefront/stripe-key/secret')).not.toBe('allow');
  expect(read('dev/storefront/orders/user')).not.toBe('allow');
});
