import { environments, preview, project, synthesizer } from '../fixture/fixture';
import { ENCRYPTED, networkRules, ofType, securityTests, stacksOf } from './security-rules';

const stacks = stacksOf(synthesizer, environments, [preview('pr-42')]);

securityTests(stacks, project);

// A rule about things that are not there would say nothing.
test.each([...stacks.platforms, ...stacks.services])('$name has network rules and roles', ({ resource }) => {
  expect(networkRules(resource).length).toBeGreaterThan(0);
  expect(ofType(resource, 'aws_iam_role').length).toBeGreaterThan(0);
});

test.each(Object.values(stacks).flat())('$name has policies', ({ resource }) => {
  expect(JSON.stringify(resource).match(/\\"Statement\\"/g)?.length).toBeGreaterThan(3);
});

test.each(stacks.platforms)('$name has something of all that is encrypted', ({ resource }) => {
  for (const [type] of ENCRYPTED) expect([type, ofType(resource, type).length]).not.toEqual([type, 0]);
});

test.each(stacks.services)('$name has pods of every kind', ({ resource }) => {
  for (const kind of ['deployment', 'job', 'cron_job'])
    expect([kind, ofType(resource, `kubernetes_${kind}_v1`).length]).not.toEqual([kind, 0]);
});
