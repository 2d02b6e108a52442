import type { Person } from '../../parameters/people';
import { declared, environments, project } from '../fixture/fixture';
import type { Json } from '../helpers';
import { Synthesizer } from '../synthesizer';

const environment = environments.find(({ parameters }) => parameters.hostsPreviews)!;
const { account } = environment.parameters;
const USER = 'arn:aws:iam::999999999999:user/ada';
const ROLE = 'arn:aws:iam::444444444444:role/on-call/night';

/** The statements of a role's trust policy, by their ids. */
function trust(people: { administrators: Person[]; viewers?: Person[] }, role: string): Record<string, Json> {
  const { resource } = new Synthesizer({ ...project, ...people }, declared).account(environment);
  const { Statement } = JSON.parse(resource.aws_iam_role[role].assume_role_policy);
  return Object.fromEntries(Statement.map((statement: Json) => [statement.Sid, statement]));
}

const ALL = ['deploy', 'plan', 'drift', 'preview', 'view', 'break-glass'];

test.each(ALL)(
  'administrators take %s: users with MFA, the session of a role without, as it shows none',
  (role) => {
    const found = trust({ administrators: [USER, ROLE, { permissionSet: 'PlatformAdmin' }] }, role);
    expect(found.AdministratorsWithMfa).toMatchObject({
      Principal: { AWS: [USER] },
      Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    });
    expect(found.AdministratorsByRole).toEqual({
      Sid: 'AdministratorsByRole',
      Effect: 'Allow',
      Principal: { AWS: [ROLE] },
      Action: 'sts:AssumeRole',
    });
    expect(found.AdministratorsByIdentityCenter.Condition).not.toHaveProperty('Bool');
  },
);

test('a permission set lets in who holds it in the tooling account or in that of the environment, by its exact name', () => {
  const found = trust({ administrators: [{ permissionSet: 'PlatformAdmin' }] }, 'deploy');
  const path = 'arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com';
  // Identity Center leaves out the region where it runs in us-east-1. The name is followed by its sixteen characters, so
  // that another set, whose name only begins so, is not meant.
  expect(found.AdministratorsByIdentityCenter).toEqual({
    Sid: 'AdministratorsByIdentityCenter',
    Effect: 'Allow',
    Principal: { AWS: [`arn:aws:iam::999999999999:root`, `arn:aws:iam::${account}:root`] },
    Action: 'sts:AssumeRole',
    Condition: {
      ArnLike: {
        'aws:PrincipalArn': [
          `${path}/AWSReservedSSO_PlatformAdmin_????????????????`,
          `${path}/*/AWSReservedSSO_PlatformAdmin_????????????????`,
        ],
      },
    },
  });
  expect(Object.keys(found)).toEqual(['ItsCounterpart', 'AdministratorsByIdentityCenter']);
});

test('viewers take the role to look by, and no other', () => {
  const people = { administrators: [USER], viewers: [USER, ROLE, { permissionSet: 'Viewer' }] };
  expect(Object.keys(trust(people, 'view'))).toEqual([
    'AdministratorsWithMfa',
    'ViewersWithMfa',
    'ViewersByRole',
    'ViewersByIdentityCenter',
  ]);
  for (const role of ALL.filter((one) => one !== 'view'))
    expect(JSON.stringify(trust(people, role))).not.toContain('Viewer');
});

test('no account is trusted as a whole', () => {
  const people = {
    administrators: [USER, ROLE, { permissionSet: 'PlatformAdmin' }],
    viewers: [{ permissionSet: 'V' }],
  };
  for (const role of ALL) {
    for (const { Principal, Condition } of Object.values(trust(people, role))) {
      if (JSON.stringify(Principal).includes(':root"'))
        expect(Condition.ArnLike['aws:PrincipalArn'].length).toBeGreaterThan(0);
    }
  }
});

test('more people than a trust policy has room for are refused, with what to do', () => {
  const viewers = Array.from({ length: 40 }, (_, index) => `arn:aws:iam::999999999999:user/person-${index}`);
  expect(() => trust({ administrators: [USER], viewers }, 'view')).toThrow(
    /platform.json has 1 problem:\n {2}got administrators and viewers who take a trust policy of \d+ characters; allowed: 2048, .*share a permission set or a role/,
  );
});
