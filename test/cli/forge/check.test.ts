import { Command } from '../command';
import { type Answer, FakePrograms } from '../fake-program';
import { checks, policies, protectedForge, restricted, review } from './protected-forge';

jest.setTimeout(60_000);

let fake: FakePrograms;
beforeEach(() => {
  fake = new FakePrograms();
});
afterEach(() => fake.remove());

const command = new Command('forge');
const check = () => command.run(['check'], { PATH: `${fake.folder}:${process.env.PATH}` });

test('the forge protects what deploys where all is set as docs/pull-requests.md says', async () => {
  fake.add('gh', protectedForge);
  expect(await check()).toMatchObject({ code: 0, stderr: '' });
});

test.each<[string, Answer, string]>([
  [
    'is missing',
    { to: 'environments/prod', complains: 'gh: Not Found (HTTP 404)', code: 1 },
    'environment prod: missing',
  ],
  [
    'has no reviewers',
    { to: 'environments/prod', says: { protection_rules: [], ...restricted } },
    'environment prod: has no required reviewers',
  ],
  [
    'is open to every branch',
    { to: 'environments/dev', says: { protection_rules: [], deployment_branch_policy: null } },
    'environment dev: is open to every branch; allowed: main',
  ],
  [
    'is open to pull requests',
    { to: 'environments/qa/deployment-branch-policies', says: policies('main', 'refs/pull/*/merge') },
    'environment qa: is open to refs/pull/*/merge; allowed: main',
  ],
  [
    'has no rule for main',
    { to: 'rules/branches/main', says: [] },
    'branch main: no rule asks for a pull request',
  ],
  [
    'needs no review',
    { to: 'rules/branches/main', says: [{ ...review, parameters: {} }, checks] },
    'branch main: no review is required',
  ],
  [
    'needs no plan',
    { to: 'rules/branches/main', says: [review] },
    'branch main: checks that are not required: test, plan',
  ],
])('an environment or main branch that %s fails', async (_, answer, message) => {
  fake.add('gh', [answer, ...protectedForge.filter(({ to }) => to !== answer.to)]);
  const { code, stderr } = await check();
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(message) });
  expect(stderr).not.toContain('    at ');
});
