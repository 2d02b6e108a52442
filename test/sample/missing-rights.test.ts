import { decide } from '../../plan/policy/decide';
import { type SynthesizedDocument, SynthesizedStack } from '../../terraform/synthesized-stack';
import { administrator, deployer, previewer, rightsOf } from '../stacks/makers';
import { missingRights } from '../stacks/missing-rights';
import { environments, previews, synthesizer } from './sample';

// A resource of a service that the role lacks passes every other test, and fails in the account alone. About the real
// environments, as a parameter can bring a resource that no other environment has.

test.each(environments.map((one) => [one.name, one] as const))(
  'whoever deploys %s may use every service that it is made of',
  (_, one) => {
    const maker = deployer(rightsOf(synthesizer, one, 'deploy'));
    const { platform, services } = synthesizer;
    expect([...missingRights(platform(one), maker), ...missingRights(services(one), maker)]).toEqual([]);
  },
);

test('whoever makes previews may use every service that one is made of', () => {
  for (const preview of previews) {
    const { platform, services } = synthesizer.preview(preview);
    const maker = previewer(rightsOf(synthesizer, preview.host, 'preview'));
    expect([...missingRights(platform, maker), ...missingRights(services, maker)]).toEqual([]);
  }
});

// A first deploy asks for one role of the stack, to tell a new stack from one whose state was lost
// (terraform/states/check-state.ts). Refused, it would never find the latter.
describe('whoever deploys a stack may ask whether its role is there', () => {
  const denied = (document: SynthesizedDocument, policy: string, account: string) => {
    const name = new SynthesizedStack({ name: '', directory: '', document }).roleName;
    const request = { action: 'iam:GetRole', resource: `arn:aws:iam::${account}:role/${name}` };
    // Without such a role nothing is asked.
    return name === undefined || decide([policy], request) === 'allow' ? [] : [name];
  };

  test.each(environments.map((one) => [one.name, one] as const))('of %s', (_, one) => {
    const { platform, services } = synthesizer;
    const policy = rightsOf(synthesizer, one, 'deploy');
    const { account } = one.parameters;
    expect(new SynthesizedStack({ name: '', directory: '', document: platform(one) }).roleName).toBeDefined();
    expect([platform(one), services(one)].flatMap((stack) => denied(stack, policy, account))).toEqual([]);
  });

  test('of a preview', () => {
    for (const preview of previews) {
      const { platform, services } = synthesizer.preview(preview);
      const policy = rightsOf(synthesizer, preview.host, 'preview');
      const { account } = preview.host.parameters;
      expect([platform, services].flatMap((stack) => denied(stack, policy, account))).toEqual([]);
    }
  });
});

test('it is known of which service everything is that an administrator makes', () => {
  const backups = synthesizer.backups(environments);
  const stacks = [
    synthesizer.bootstrap(environments),
    ...(backups ? [backups] : []),
    ...environments.map(synthesizer.account),
  ];
  expect(stacks.flatMap((stack) => missingRights(stack, administrator))).toEqual([]);
});
