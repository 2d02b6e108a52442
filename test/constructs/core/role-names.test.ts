import { previewProviderRole, providerRole } from '../../../constructs/core/role-names';

const project = { name: 'acme', region: 'eu-central-1', deployRole: 'shared-deploy' };
const role = (name: string) => `arn:aws:iam::111111111111:role/${name}`;

test('whoever makes an environment takes the role that deploys, and a preview has one of its own', () => {
  expect(providerRole(project, '111111111111', {})).toBe(role('shared-deploy'));
  expect(previewProviderRole(project, '111111111111', {})).toBe(role('acme-preview'));
});

test.each(['plan', 'drift'])('whoever only looks takes another, for both: %s', (PLATFORM_ROLE) => {
  for (const taken of [providerRole, previewProviderRole]) {
    expect(taken(project, '111111111111', { PLATFORM_ROLE })).toBe(role(`acme-${PLATFORM_ROLE}`));
  }
});

test('a plan does not fall back on the role that deploys when it asks for one that is not there', () => {
  expect(() => providerRole(project, '111111111111', { PLATFORM_ROLE: 'Plan' })).toThrow(
    'PLATFORM_ROLE: got "Plan"; allowed: plan, drift, or nothing',
  );
});
