import { decide, type PolicyRequest } from '../../../plan/policy/decide';
import type { Json } from '../../helpers';
import { account, inline, stack } from './built-account';

describe('whoever plans', () => {
  const READ_ONLY = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
  /** As if AWS's managed policy allowed everything: what is denied must not hang on it. */
  const says = (role: 'plan' | 'drift', request: PolicyRequest) =>
    decide([inline[`${role}_rights`].policy, READ_ONLY], request);
  const SECRET = account('secretsmanager', 'secret:/acme/dev/storefront/orders/user-AbCdEf');
  const MASTER = account('secretsmanager', 'secret:rds!db-1234-AbCdEf');
  const THROUGH = (service: string) => ({ 'kms:ViaService': `${service}.eu-central-1.amazonaws.com` });

  test.each(['plan', 'drift'])(
    '%s has what AWS calls read-only, and no right to change anything but when it looked',
    (role) => {
      expect(stack.resource.aws_iam_role_policy_attachments_exclusive[`${role}_managed`].policy_arns).toEqual(
        ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      );
      const allowed = JSON.parse(inline[`${role}_rights`].policy).Statement.filter(
        ({ Effect }: Json) => Effect === 'Allow',
      );
      const harmless = ['secretsmanager:GetRandomPassword', 'secretsmanager:GetSecretValue', 'kms:Decrypt'];
      const others = allowed.filter(({ Action }: Json) => !harmless.includes(Action));
      expect(others).toEqual(
        role === 'drift'
          ? [
              {
                Sid: 'WhenItLooked',
                Effect: 'Allow',
                Action: 'ssm:PutParameter',
                Resource: account('ssm', 'parameter/acme/dev/drift'),
              },
            ]
          : [],
      );
    },
  );

  test.each(['plan', 'drift'] as const)('%s sees neither data nor logs', (role) => {
    const unseen: PolicyRequest[] = [
      { action: 's3:GetObject', resource: 'arn:aws:s3:::acme-dev-log-archive-111111111111/events/1' },
      { action: 's3:GetObjectVersion', resource: 'arn:aws:s3:::acme-dev-assets-111111111111/1' },
      { action: 'logs:FilterLogEvents', resource: account('logs', 'log-group:a:*') },
      { action: 'logs:StartQuery', resource: account('logs', 'log-group:a:*') },
      { action: 'kinesis:GetRecords', resource: account('kinesis', 'stream/dev-logs') },
      { action: 'rds:DownloadDBLogFilePortion', resource: account('rds', 'db:dev-orders') },
      { action: 'secretsmanager:GetSecretValue', resource: MASTER, context: THROUGH('secretsmanager') },
      { action: 'kms:Decrypt', resource: account('kms', 'key/1'), context: THROUGH('s3') },
      { action: 'kms:Decrypt', resource: account('kms', 'key/1') },
      { action: 'ssm:GetParameter', resource: account('ssm', 'parameter/other/secret') },
    ];
    expect(unseen.filter((request) => says(role, request) !== 'deny')).toEqual([]);
  });

  test('sees no secret at all; whoever looks for drift sees those that the provider has to read back', () => {
    expect(says('plan', { action: 'secretsmanager:GetSecretValue', resource: SECRET })).toBe('deny');
    const through = { context: THROUGH('secretsmanager') };
    expect(says('plan', { action: 'kms:Decrypt', resource: account('kms', 'key/1'), ...through })).toBe(
      'deny',
    );
    expect(says('drift', { action: 'secretsmanager:GetSecretValue', resource: SECRET })).toBe('allow');
    expect(says('drift', { action: 'kms:Decrypt', resource: account('kms', 'key/1'), ...through })).toBe(
      'allow',
    );
  });

  test.each(['plan', 'drift'] as const)('%s gets what a plan takes', (role) => {
    const needed: PolicyRequest[] = [
      { action: 'secretsmanager:GetRandomPassword' },
      { action: 'secretsmanager:DescribeSecret', resource: SECRET },
      { action: 'ssm:GetParameter', resource: account('ssm', 'parameter/acme/dev/contract') },
      { action: 'ssm:GetParametersByPath', resource: account('ssm', 'parameter/acme/dev/previews') },
      { action: 'ssm:GetParametersByPath', resource: account('ssm', 'parameter/acme/dev/deployed') },
      { action: 'ssm:GetParameter', resource: account('ssm', 'parameter/acme/dev/drift') },
      { action: 'eks:DescribeCluster', resource: account('eks', 'cluster/dev') },
    ];
    expect(needed.filter((request) => says(role, request) !== 'allow')).toEqual([]);
  });
});
