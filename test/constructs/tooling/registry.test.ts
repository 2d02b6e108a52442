import fc from 'fast-check';
import { Registry } from '../../../constructs/tooling/registry';
import { projectSchema } from '../../../parameters/project';
import { ALLOWED_VERSION } from '../../../parameters/version';

const registry = new Registry(
  projectSchema.parse({
    name: 'acme',
    region: 'eu-central-1',
    toolingAccount: '999999999999',
    domain: 'acme.example',
    forge: 'repo:acme/platform',
    administrators: ['arn:aws:iam::999999999999:user/ada'],
  }),
);

test('images of every environment come from the one registry in the tooling account', () => {
  expect(registry.image('api', '1.4.2')).toBe(
    '999999999999.dkr.ecr.eu-central-1.amazonaws.com/acme/api:1.4.2',
  );
  expect(registry.repository('api')).toBe('acme/api');
});

test.each(['1.4.2', '1.4.2-rc.1', 'main-3f2a1bc', 'feature-login-3f2a1bc9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f'])(
  'takes %s, which stays what it is',
  (version) => {
    expect(registry.image('api', version)).toMatch(new RegExp(`/api:${version}$`));
  },
);

test('a digest is joined as Docker wants it', () => {
  const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
  expect(registry.image('api', digest)).toBe(
    `999999999999.dkr.ecr.eu-central-1.amazonaws.com/acme/api@${digest}`,
  );
  expect(registry.image('api', `main-3f2a1bc@${digest}`)).toBe(
    `999999999999.dkr.ecr.eu-central-1.amazonaws.com/acme/api:main-3f2a1bc@${digest}`,
  );
});

test.each([
  'latest',
  '',
  'main',
  '1',
  '1.4',
  'v1',
  'prod',
  'main-abc',
  'sha256:abc',
  '1.4.2+build',
  '1.4.2 ',
])('fails on the version "%s", which could be another image tomorrow, or is none', (version) => {
  expect(() => registry.image('api', version)).toThrow(
    `image of "api": got version "${version}", allowed ${ALLOWED_VERSION}`,
  );
});

test.each(['API', 'my_api', 'a/b', '-a', 'a--b', ''])('fails on the service "%s"', (service) => {
  expect(() => registry.repository(service)).toThrow(
    `image repository: got service "${service}", allowed lower-case letters, digits and single dashes, a letter first`,
  );
});

test('whatever is let through is a reference that container runtimes take', () => {
  const version = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}(-[0-9A-Za-z.-]{1,140})?$/),
    fc.stringMatching(/^[a-z0-9._-]{1,140}-[0-9a-f]{7,40}$/),
    fc.stringMatching(/^sha256:[0-9a-f]{64}$/),
    fc.stringMatching(/^[a-z0-9._-]{1,140}-[0-9a-f]{7,40}@sha256:[0-9a-f]{64}$/),
  );
  fc.assert(
    fc.property(version, (text) => {
      let image: string;
      try {
        image = registry.image('api', text);
      } catch {
        return;
      }
      expect(image).toMatch(/^[\w.-]+\/acme\/api(:\w[\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/);
    }),
  );
});
