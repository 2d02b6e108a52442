import { join } from 'node:path';
import { LONGEST_NAME } from '../../declarations/name';
import { LONGEST_DOMAIN } from '../../parameters/places';
import { loadProject, projectSchema } from '../../parameters/project';
import { projectWarnings } from '../../parameters/warnings';
import { project as fixture } from '../fixture/fixture';
import { withFiles } from './files';

test('fails on every fault of platform.json at once', () => {
  const project = {
    name: 'Acme Inc',
    region: 'Frankfurt',
    toolingAccount: '1',
    domain: 'acme',
    forge: 'github.com/acme',
    administrators: ['ada'],
  };
  withFiles({ 'platform.json': project }, (directory) => {
    expect(() => loadProject(join(directory, 'platform.json'))).toThrow(
      /6 problems:(\n {2}\d+:\d+ {2}[\w.]+: got ".*; allowed: .+){6}$/,
    );
  });
});

test('the deploy role is the one that AWS Organizations makes, unless another is named', () => {
  const project = {
    name: 'acme',
    region: 'eu-central-1',
    toolingAccount: '999999999999',
    domain: 'acme.example',
    forge: 'repo:acme/platform',
    administrators: ['arn:aws:iam::999999999999:user/ada'],
  };
  withFiles({ 'platform.json': project }, (directory) => {
    expect(loadProject(join(directory, 'platform.json')).deployRole).toBe('OrganizationAccountAccessRole');
  });
});

describe('tags that others write', () => {
  const { ignoreTags } = projectSchema.shape;
  const takes = (value: object) => ignoreTags.safeParse(value).success;

  test('are named by their keys, or by what these begin with', () => {
    expect(takes({ keys: ['CostCenter', 'map-migrated'], keyPrefixes: ['tagger:', 'c7n'] })).toBe(true);
    expect(ignoreTags.parse(undefined)).toBeUndefined();
  });

  test.each([
    ['a key that the platform writes, as its rights go by it', { keys: ['owner'] }],
    ['the beginning of such a key', { keyPrefixes: ['preview'] }],
    ['what every key begins with', { keyPrefixes: [''] }],
    ["AWS's own keys, which no provider touches", { keys: ['aws:cloudformation:stack-name'] }],
    ['a character that no key has', { keys: ['cost*'] }],
    ['a text alone', { keys: 'CostCenter' }],
  ])('are not %s', (_, value) => {
    expect(takes(value)).toBe(false);
  });
});

describe('who comes in', () => {
  const project = {
    name: 'acme',
    region: 'eu-central-1',
    toolingAccount: '999999999999',
    domain: 'acme.example',
    forge: 'repo:acme/platform',
  };
  const role = (name: string) => `arn:aws:iam::999999999999:role/${name}`;
  const load = (people: object) =>
    withFiles({ 'platform.json': { ...project, ...people } }, (directory) =>
      loadProject(join(directory, 'platform.json')),
    );

  test('is a user, a role of whatever path, or a permission set by name', () => {
    const administrators = ['arn:aws:iam::999999999999:user/ada', { permissionSet: 'Platform+Admin_1' }];
    const viewers = [
      role('on-call/night'),
      role('aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Viewer_0123456789abcdef'),
    ];
    expect(load({ administrators, viewers })).toMatchObject({ administrators, viewers });
    expect(load({ administrators }).viewers).toEqual([]);
  });

  test('is told of every mistake at once, with what is allowed and an example of each', () => {
    const mistakes = [
      'PlatformAdmin',
      'arn:aws:sts::999999999999:assumed-role/AWSReservedSSO_Viewer_0123456789abcdef/ada',
      // Without its path, as it stands in an aws-auth map: there is no such role.
      role('AWSReservedSSO_Viewer_0123456789abcdef'),
      role('aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS'),
      'arn:aws:iam::999999999999:root',
      { permissionSet: 'AWSReservedSSO_Viewer_0123456789abcdef' },
      { permissionSet: 'x'.repeat(33) },
      { permissionSet: 'Viewer', account: '999999999999' },
    ];
    const message = (() => {
      try {
        load({ administrators: ['arn:aws:iam::999999999999:user/ada'], viewers: mistakes });
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(message).toMatch(/8 problems:/);
    const arns =
      'ARNs of IAM users and roles .*user/ada, and permission sets .* {"permissionSet": "PlatformAdmin"}';
    for (const index of [0, 1, 2, 3, 4])
      expect(message).toMatch(new RegExp(`viewers\\.${index}: got "[^,;]*; allowed: ${arns}`));
    for (const index of [5, 6])
      expect(message).toMatch(
        new RegExp(
          `viewers\\.${index}\\.permissionSet: got .*; allowed: the name .* PlatformAdmin, without AWSReserved`,
        ),
      );
    expect(message).toContain('viewers.7.account: got an unknown key; allowed: permissionSet');
  });
});

test.each(['us-gov-west-1', 'cn-north-1', 'eusc-de-east-1', 'eu-central-1'])(
  'takes the region %s',
  (region) => {
    expect(projectSchema.shape.region.safeParse(region).success).toBe(true);
  },
);

test.each(['eu-central-9', 'mars-north-1'])('refuses %s, which AWS does not have', (region) => {
  expect(projectSchema.shape.region.safeParse(region).success).toBe(false);
});

test.each(['cn-north-1', 'us-gov-west-1', 'il-central-1'])(
  'refuses %s, whose databases nobody could authenticate, and says which file is missing',
  (region) => {
    withFiles({ 'platform.json': { ...fixture, region } }, (directory) => {
      expect(() => loadProject(join(directory, 'platform.json'))).toThrow(
        `parameters/catalogue/authorities/${region}.pem`,
      );
    });
  },
);

test.each([
  ['zoneId', 'acme.example'],
  ['zoneId', '/hostedzone/Z0123456789ABC'],
  ['oidcProviderArn', 'token.actions.githubusercontent.com'],
  ['oidcProviderArn', 'arn:aws:iam::999999999999:oidc-provider/gitlab.com'],
] as const)('refuses %s %s, which names no such thing', (key, value) => {
  expect(projectSchema.shape[key].safeParse(value).success).toBe(false);
});

const takesDomain = (domain: string) => projectSchema.shape.domain.safeParse(domain).success;

test.each(['acme.example', 'xn--bcher-kva.example', '3com.co', `${'a'.repeat(35)}.example`])(
  'takes the domain %s',
  (domain) => {
    expect(takesDomain(domain)).toBe(true);
  },
);

test.each([
  ['a label that begins with a dash', '-acme.example'],
  ['a label that ends with one', 'acme-.example'],
  ['an empty label', 'acme..example'],
  ['one label', 'acme'],
  ['an address', '10.0.0.1'],
  ['a dash at the very end', 'acme.example-'],
  ['too long a name for a certificate of an environment', `${'a'.repeat(36)}.example`],
])('refuses a domain with %s, which no certificate can have', (_, domain) => {
  expect(takesDomain(domain)).toBe(false);
});

test('the longest domain fits in the certificate of the environment with the longest name', () => {
  const certificate = `${'e'.repeat(LONGEST_NAME)}.${'a'.repeat(LONGEST_DOMAIN - '.example'.length)}.example`;
  expect(takesDomain(certificate.slice(LONGEST_NAME + 1))).toBe(true);
  expect(certificate).toHaveLength(64);
});

test('whoever names nobody for the alarms of the tooling account is told so', () => {
  expect(projectWarnings({ ...fixture, alerts: { emails: [] } })).toEqual([
    expect.stringContaining('platform.json alerts.emails: nobody is told'),
  ]);
  expect(projectWarnings(fixture)).toEqual([]);
});
