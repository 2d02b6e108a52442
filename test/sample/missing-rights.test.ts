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

test('it is known of which service everything is that an administrator makes', () => {
  const backups = synthesizer.backups(environments);
  const stacks = [
    synthesizer.bootstrap(environments),
    ...(backups ? [backups] : []),
    ...environments.map(synthesizer.account),
  ];
  expect(stacks.flatMap((stack) => missingRights(stack, administrator))).toEqual([]);
});
