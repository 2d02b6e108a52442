import { sessionRights } from '../../../constructs/account/session-rights';
import { synthesizer } from '../../fixture/fixture';
import { type Json, naming } from '../../helpers';
import { environment, valid } from '../../parameters/files';
import { rightsOf } from '../../stacks/makers';

const ON = { cluster: { version: '1.36', sessionHost: true } };
const account = (changes: Record<string, unknown>) => synthesizer.account(environment('dev', valid(changes)));
const deploy = (changes: Record<string, unknown>) =>
  rightsOf(synthesizer, environment('dev', valid(changes)), 'deploy');
const START = 'ssm:StartSession';

test('every right to a session asks for its document: one without is a shell', () => {
  const starts = sessionRights(naming).filter(({ Action }) => Action === START);
  expect(starts).toHaveLength(2);
  for (const { Condition } of starts)
    expect(Condition!.Bool).toEqual({ 'ssm:SessionDocumentAccessCheck': 'true' });
});

test('a session is one to the session host of the environment, to forward ports alone', () => {
  const [host, document] = sessionRights(naming);
  expect(host!.Condition!.StringEquals).toEqual({
    'ssm:resourceTag/Name': `${naming.environment}-session-host`,
  });
  expect(document!.Resource).toMatch(
    /^arn:aws:ssm:[a-z0-9-]+::document\/AWS-StartPortForwardingSessionToRemoteHost$/,
  );
});

test('whoever deploys may go through it, once it is there, and nobody who only plans', () => {
  expect(deploy(ON)).toContain(START);
  expect(deploy({})).not.toContain(START);
  const roles = Object.entries<Json>(account(ON).resource.aws_iam_role_policy);
  const others = roles.filter(([name]) => name !== 'deploy_rights');
  expect(others.length).toBeGreaterThan(1);
  for (const [name, { policy }] of others) expect([name, policy.includes(START)]).toEqual([name, false]);
});

test('people get a policy for their own roles, where there is a host', () => {
  const { session } = account(ON).resource.aws_iam_policy;
  expect(session.name).toBe('acme-session');
  expect(JSON.parse(session.policy).Statement).toHaveLength(sessionRights(naming).length);
  expect(account({}).resource.aws_iam_policy.session).toBeUndefined();
});
