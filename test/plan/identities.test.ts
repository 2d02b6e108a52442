import type { ResourceChange } from '../../plan/change';
import { Plan, type Written } from '../../plan/plan';
import { policy } from './cases/case';
import { entry, planJson, reasonsOf, stays } from './made';

// In the shape that the provider writes: the emulator knows not all of these types.

const found = (changes: readonly ResourceChange[], written: Written = {}) =>
  reasonsOf(new Plan('dev', planJson(...changes), written));
const replaced = (one: ResourceChange): ResourceChange => ({
  ...one,
  change: { ...one.change, actions: ['delete', 'create'] },
});
const there = stays('aws_sqs_queue.q', { name: 'q' });

describe('rights in a cluster', () => {
  const rights = (policyName: string, type: string, ...namespaces: readonly string[]) => ({
    cluster_name: 'dev',
    principal_arn: 'arn:aws:iam::111111111111:role/a',
    policy_arn: `arn:aws:eks::aws:cluster-access-policy/${policyName}`,
    access_scope: [{ type, namespaces }],
  });
  const change = (before: object | null, after: object) =>
    found([there, replaced(entry('aws_eks_access_policy_association.x', before, after))]);

  test('that counted in one namespace and count in all, or in one more', () => {
    const one = rights('AmazonEKSEditPolicy', 'namespace', 'shop');
    expect(change(one, rights('AmazonEKSEditPolicy', 'cluster'))).toEqual([
      'admin-attached: gives AmazonEKSEditPolicy in all namespaces as well as in shop',
    ]);
    expect(change(one, rights('AmazonEKSEditPolicy', 'namespace', 'shop', 'office'))).toEqual([
      'admin-attached: gives AmazonEKSEditPolicy in office as well as in shop',
    ]);
    expect(change(rights('AmazonEKSEditPolicy', 'cluster'), one)).toEqual([]);
  });

  test('of an administrator, and of another principal', () => {
    expect(
      change(rights('AmazonEKSViewPolicy', 'cluster'), rights('AmazonEKSClusterAdminPolicy', 'cluster')),
    ).toEqual(['admin-attached: gives AmazonEKSClusterAdminPolicy']);
    const admin = rights('AmazonEKSClusterAdminPolicy', 'cluster');
    expect(change(admin, { ...admin, principal_arn: 'arn:aws:iam::111111111111:role/b' })).toEqual([
      'admin-attached: gives AmazonEKSClusterAdminPolicy',
    ]);
    expect(change(admin, { ...admin, tags: {} })).toEqual([]);
  });

  test('by a group of Kubernetes, in a cluster that is there', () => {
    const access = { cluster_name: 'dev', principal_arn: 'arn:aws:iam::111111111111:role/a' };
    const groups = { ...access, kubernetes_groups: ['readers'] };
    expect(found([there, entry('aws_eks_access_entry.x', access, groups)])).toEqual([
      'role-given: gets kubernetes groups that it did not have: readers',
    ]);
    const cluster = entry('aws_eks_cluster.c', null, { name: 'dev' });
    expect(found([there, cluster, entry('aws_eks_access_entry.x', null, groups)])).toEqual([]);
    expect(found([cluster, entry('aws_eks_access_entry.x', null, groups)])).toEqual([]);
    // A plan that makes nothing else does not make the cluster either.
    expect(found([entry('aws_eks_access_entry.x', null, groups)])).toHaveLength(1);
  });
});

describe('pods with another role', () => {
  const identity = (role: string) => ({
    namespace: 'shop',
    service_account: 'a',
    role_arn: `arn:aws:iam::111111111111:role/${role}`,
  });
  const other = entry('aws_eks_pod_identity_association.x', identity('a'), identity('b'));

  test('that is there already', () => {
    expect(found([other])).toEqual(['role-given: runs with another role: role/a → role/b']);
  });

  test('that is new is judged by the policies of that role', () => {
    const { role_arn: _, ...rest } = identity('b');
    const unknown = entry('aws_eks_pod_identity_association.x', identity('a'), rest, {
      after_unknown: { role_arn: true },
    });
    const role = entry('aws_iam_role.b', null, { name: 'b' });
    const written = {
      resource: { aws_eks_pod_identity_association: { x: { role_arn: '${aws_iam_role.b.arn}' } } },
    };
    expect(found([role, unknown], written)).toEqual([]);
    expect(found([unknown])).toEqual(['role-given: runs with another role: role/a → known after apply']);
  });
});

test('people get a set of rights in an account, or a policy of an administrator', () => {
  const assignment = {
    principal_id: 'g-1',
    principal_type: 'GROUP',
    target_id: '111111111111',
    permission_set_arn: 'arn:aws:sso:::permissionSet/i/p',
  };
  expect(found([entry('aws_ssoadmin_account_assignment.x', null, assignment)])).toEqual([
    'role-given: gives a set of rights in account 111111111111 to group g-1',
  ]);
  expect(found([entry('aws_ssoadmin_account_assignment.x', assignment, null)])).toEqual([]);
  const managed = (name: string) => ({ managed_policy_arn: `arn:aws:iam::aws:policy/${name}` });
  const attach = (name: string) =>
    found([entry('aws_ssoadmin_managed_policy_attachment.x', null, managed(name))]);
  expect(attach('PowerUserAccess')).toEqual(['admin-attached: gives PowerUserAccess']);
  expect(attach('ReadOnlyAccess')).toEqual([]);
});

test('what is shared with another account, or may be', () => {
  const association = (principal: string) => entry('aws_ram_principal_association.x', null, { principal });
  expect(found([association('888888888888')])).toEqual(['role-given: shares with 888888888888']);
  const share = (isExternal: boolean) =>
    found([entry('aws_ram_resource_share.x', null, { name: 's', allow_external_principals: isExternal })]);
  expect(share(true)).toEqual(['role-given: may be shared with accounts outside of the organization']);
  expect(share(false)).toEqual([]);
});

test('a certificate authority, and a provider of SAML with another certificate', () => {
  expect(found([there, entry('aws_rolesanywhere_trust_anchor.x', null, { name: 'office' })])).toEqual([
    'identity-trusted: is a new place whose word roles may take: office',
  ]);
  const saml = (saml_metadata_document: string) => ({ name: 'office', saml_metadata_document });
  expect(found([entry('aws_iam_saml_provider.x', saml('<a/>'), saml('<b/>'))])).toEqual([
    'identity-trusted: takes other identities: another saml_metadata_document',
  ]);
  expect(found([entry('aws_iam_saml_provider.x', saml('<a/>'), { ...saml('<a/>'), tags: {} })])).toEqual([]);
});

test('in a stack that is all new, the provider that its roles trust is no finding', () => {
  const provider = entry('aws_iam_openid_connect_provider.x', null, { url: 'https://forge.example' });
  expect(found([provider, entry('aws_iam_role.x', null, { name: 'deploys' })])).toEqual([]);
  expect(found([provider])).toEqual([
    'identity-trusted: is a new place whose word roles may take: https://forge.example',
  ]);
});

test('a pool that gives identities to whoever asks is a finding in a new stack too', () => {
  const pool = (is: boolean) =>
    entry('aws_cognito_identity_pool.x', null, {
      identity_pool_name: 'x',
      allow_unauthenticated_identities: is,
    });
  const role = entry('aws_iam_role.x', null, { name: 'app' });
  expect(found([pool(true), role])).toEqual([
    'identity-trusted: lets in who says nothing of who they are: allow_unauthenticated_identities is on',
  ]);
  expect(found([pool(false), role])).toEqual([]);
});

test('a key that works again, and a token of a service account', () => {
  const key = (status: string) => ({ user: 'u', status });
  expect(found([entry('aws_iam_access_key.x', key('Inactive'), key('Active'))])).toEqual([
    'lasting-key: works again, and does not run out',
  ]);
  expect(found([entry('aws_iam_access_key.x', key('Active'), key('Inactive'))])).toEqual([]);
  const secret = (type: string) => found([entry('kubernetes_secret_v1.x', null, { type })]);
  expect(secret('kubernetes.io/service-account-token')).toContain(
    'lasting-key: makes a token of a service account that does not run out',
  );
  expect(secret('Opaque')).toEqual([]);
});

describe('a boundary', () => {
  const document = (...actions: readonly string[]) =>
    policy({ Effect: 'Allow', Action: actions, Resource: 'arn:aws:s3:::data/*' });
  const boundary = (name: string, ...actions: readonly string[]) =>
    stays(`aws_iam_policy.${name}`, {
      arn: `arn:aws:iam::111111111111:policy/${name}`,
      policy: document(...actions),
    });
  const role = (name: string) => ({
    name: 'r',
    permissions_boundary: `arn:aws:iam::111111111111:policy/${name}`,
  });
  const policies = [boundary('a', 's3:GetObject'), boundary('b', 's3:GetObject', 's3:PutObject')];
  const change = (before: object, after: object) =>
    found([...policies, replaced(entry('aws_iam_role.r', before, after))]);

  test('that allows more, that nobody knows, or none, also of a role that is made anew', () => {
    expect(change(role('a'), role('b'))).toHaveLength(1);
    expect(change(role('b'), role('a'))).toEqual([]);
    expect(change(role('a'), role('c'))).toHaveLength(1);
    expect(change(role('a'), { name: 'r' })).toEqual(['boundary-removed: loses its permission boundary']);
  });
});

test('a new role that everybody of an organization may assume', () => {
  const trust = (Condition: object) =>
    found(
      [
        entry('aws_iam_role.x', null, {
          name: 'x',
          assume_role_policy: policy({
            Effect: 'Allow',
            Principal: '*',
            Action: 'sts:AssumeRole',
            Condition,
          }),
        }),
      ],
      { provider: { aws: [{ allowed_account_ids: ['111111111111'] }] } },
    );
  expect(trust({ StringEquals: { 'aws:PrincipalOrgID': 'o-acme' } })).toEqual([
    'trust-loosened: can now be assumed by * when StringEquals aws:principalorgid o-acme',
  ]);
  expect(trust({ StringEquals: { 'aws:PrincipalAccount': '111111111111' } })).toEqual([]);
});

test('a policy of the stack that is attached is judged by what it allows', () => {
  const arn = 'arn:aws:iam::111111111111:policy/all';
  const attached = (...actions: readonly string[]) =>
    found([
      stays('aws_iam_policy.p', {
        arn,
        policy: policy({ Effect: 'Allow', Action: actions, Resource: '*' }),
      }),
      entry('aws_iam_role_policy_attachment.x', null, { role: 'r', policy_arn: arn }),
    ]);
  expect(attached('iam:*', 'ec2:DescribeTags')).toEqual([
    'admin-attached: gives all, which allows iam:* on every resource',
  ]);
  expect(attached('ec2:DescribeTags')).toEqual([]);
});

test('what says who calls an API may not change unseen', () => {
  const authorizer = (issuer: string) => ({ jwt_configuration: [{ issuer, audience: ['app'] }] });
  expect(
    found([
      entry(
        'aws_apigatewayv2_authorizer.x',
        authorizer('https://a.example'),
        authorizer('https://b.example'),
      ),
    ]),
  ).toEqual(['identity-trusted: takes other identities: another jwt_configuration']);
  // What asks a new one was open, or is new itself.
  expect(found([entry('aws_apigatewayv2_authorizer.x', null, authorizer('https://a.example'))])).toEqual([]);
});

test('rights that go to somebody by a membership, an account, or a role that is there', () => {
  const pods = { cluster_name: 'dev', namespace: 'app', service_account: 'app' };
  const role = 'arn:aws:iam::111111111111:role/admin';
  const change = (address: string, values: object, more: object = {}) =>
    found([entry(address, null, values, more)]);
  expect(change('aws_identitystore_group_membership.x', { group_id: 'g', member_id: 'bob' })).toHaveLength(1);
  expect(change('aws_organizations_delegated_administrator.x', { account_id: '999999999999' })).toHaveLength(
    1,
  );
  expect(change('aws_eks_pod_identity_association.x', { ...pods, role_arn: role })).toEqual([
    'role-given: lets pods of app/app run with a role that is there already: role/admin',
  ]);
  // Other pods have it until then, and no others have it as well.
  const old = { ...pods, service_account: 'old', role_arn: role };
  const moved = entry('aws_eks_pod_identity_association.x', null, { ...pods, role_arn: role });
  const roles = (...changes: readonly ResourceChange[]) =>
    found(changes).filter((text) => text.startsWith('role-given'));
  expect(roles(moved, entry('aws_eks_pod_identity_association.old', old, null))).toEqual([]);
  expect(roles(moved, stays('aws_eks_pod_identity_association.old', old))).toHaveLength(1);
  // The role comes with the service.
  expect(change('aws_eks_pod_identity_association.x', pods, { after_unknown: { role_arn: true } })).toEqual(
    [],
  );
});

test('an entry of a cluster under another address, with the same groups and with more', () => {
  const access = (...kubernetes_groups: string[]) => ({
    cluster_name: 'dev',
    principal_arn: 'arn:aws:iam::111111111111:role/a',
    kubernetes_groups,
  });
  const moves = (...groups: string[]) =>
    found([
      entry('aws_eks_access_entry.old', access('readers'), null),
      entry('aws_eks_access_entry.new', null, access(...groups)),
    ]);
  expect(moves('readers')).toEqual([]);
  expect(moves('readers', 'admins')).toEqual([
    'role-given: gets kubernetes groups that it did not have: admins',
  ]);
});
