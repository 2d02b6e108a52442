import { toolingNames } from '../../constructs/core/role-names';
import { environments, project, synthesizer } from '../fixture/fixture';
import type { Json } from '../helpers';
import { actions, jobs, texts } from './workflows';

// Credentials that end before their job does leave a deploy half done: Terraform then can't even store its state.

function longestSessions(): ReadonlyMap<string, number> {
  const roles = Object.values<Json>(synthesizer.bootstrap(environments).resource.aws_iam_role);
  return new Map(roles.map(({ name, max_session_duration }) => [name, max_session_duration]));
}

/** The roles that a variable of the forge names, as docs/pull-requests.md says. */
function rolesOf(variable: string): string[] {
  const names = toolingNames(project);
  const [, kind = ''] = variable.match(/vars\.(\w+)_ROLE/)!;
  if (kind === 'DEPLOY') return environments.map(({ name }) => names.deploy(name));
  return [names[kind.toLowerCase() as 'plan' | 'drift' | 'preview']];
}

const [prepare] = [...actions.values()];
const credentials = prepare!.find(({ uses }) => uses?.startsWith('aws-actions/'))!;

const sessions = jobs.flatMap(([name, job]) =>
  (job.steps ?? [])
    .filter(({ with: input }) => input?.role)
    .map(({ with: input }) => ({
      name,
      minutes: job['timeout-minutes']!,
      seconds: Number(input!.seconds ?? 3600),
      roles: rolesOf(`${input!.role}`),
    })),
);

test('every job with credentials says for how long, or takes the hour that is the default', () => {
  expect(sessions.map(({ name }) => name).sort()).toEqual([
    'application-preview/up',
    'deploy-environment/deploy',
    'drift/drift',
    'preview/down',
    'preview/up',
    'pull-request/plan',
    'sweep/sweep',
  ]);
  expect(credentials.with!['role-duration-seconds']).toBe('${{ inputs.seconds }}');
  expect(texts.join('\n')).toContain('default: "3600"');
});

test.each(sessions)('credentials of $name outlive it', ({ minutes, seconds }) => {
  expect(seconds).toBeGreaterThanOrEqual(minutes * 60);
});

test.each(sessions)(
  'STS gives $name the session that it asks for: the roles allow it',
  ({ seconds, roles }) => {
    const longest = longestSessions();
    for (const role of roles) expect([role, longest.get(role)! >= seconds]).toEqual([role, true]);
  },
);

test('the region of the credentials is that of platform.json, which may not be ours', () => {
  const before = prepare!.find(({ id }) => id === 'platform')!;
  expect(before.run).toContain('region=$(npm run --silent forge -- region)');
  expect(credentials.with!['aws-region']).toBe('${{ steps.platform.outputs.region }}');
  for (const text of texts) expect(text).not.toMatch(/\b[a-z]{2}-[a-z]+-\d\b/);
});
