import { project } from '../../fixture/fixture';
import type { Json } from '../../helpers';
import { environment, valid } from '../../parameters/files';
import { build, dev, iam, roles, stack } from './built-account';

const ADMINISTRATORS = {
  Sid: 'AdministratorsWithMfa',
  Effect: 'Allow',
  Principal: { AWS: ['arn:aws:iam::999999999999:user/ada'] },
  Action: 'sts:AssumeRole',
  Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
};

describe('who comes in', () => {
  test.each([
    ['acme-deploy', 'acme-deploy-dev'],
    ['acme-plan', 'acme-plan'],
    ['acme-drift', 'acme-drift'],
    ['acme-preview', 'acme-preview'],
  ])('%s: from the tooling account %s alone, and administrators with MFA', (name, counterpart) => {
    const role = Object.values<Json>(roles).find((one) => one.name === name);
    expect(JSON.parse(role.assume_role_policy).Statement).toEqual([
      {
        Sid: 'ItsCounterpart',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::999999999999:role/${counterpart}` },
        Action: 'sts:AssumeRole',
      },
      ADMINISTRATORS,
    ]);
  });

  test('the role for emergencies: administrators with MFA alone, for an hour', () => {
    expect(JSON.parse(roles['break-glass'].assume_role_policy).Statement).toEqual([ADMINISTRATORS]);
    expect(roles['break-glass'].max_session_duration).toBe(3600);
  });

  test('is made by the role that came with the account, in that account', () => {
    expect(stack.provider.aws).toEqual([
      expect.objectContaining({
        allowed_account_ids: ['111111111111'],
        assume_role: [{ role_arn: iam('role/OrganizationAccountAccessRole'), session_name: 'account-dev' }],
      }),
    ]);
  });

  test('previews: only where they are hosted', () => {
    expect(build(environment('dev', valid())).resource.aws_iam_role.preview).toBeUndefined();
  });

  test('an organization whose deploys take the role that came with the account makes no other', () => {
    const other = build(dev, { ...project, deployRole: project.accountRole });
    expect(other.resource.aws_iam_role.deploy).toBeUndefined();
    expect(other.resource.aws_iam_policy.boundary).toBeDefined();
  });

  test('fails on an environment in the tooling account, whose deploys could change the state of all others', () => {
    const inTooling = environment('dev', valid({ account: project.toolingAccount }));
    expect(() => build(inTooling)).toThrow(
      'which is toolingAccount of platform.json; allowed: an account of its own',
    );
  });

  test('fails on an environment whose names would meet those of the account', () => {
    for (const name of ['acme', 'acme-eu']) {
      expect(() => build(environment(name, valid()))).toThrow(
        `got an environment named "${name}"; allowed: a name other than that of the platform`,
      );
    }
  });
});
