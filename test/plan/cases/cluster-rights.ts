import { type Case, cases, created } from './case';
import { inDefault, manifest, object } from './manifest';

// Rights of a cluster that are told apart by subresources, names and scopes.

const role = (rules: readonly object[], metadata: object = {}, kind = 'ClusterRole') =>
  object('rbac.authorization.k8s.io/v1', kind, { rules }, metadata);
const right = (resources: readonly string[], verbs: readonly string[], more: object = {}) => ({
  apiGroups: [''],
  resources,
  verbs,
  ...more,
});
const look = right(['pods'], ['get', 'list']);
const given = (roleName: string, subject: object, kind = 'ClusterRoleBinding', metadata: object = {}) =>
  object(
    'rbac.authorization.k8s.io/v1',
    kind,
    {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: roleName },
      subjects: [subject],
    },
    metadata,
  );
const team = { kind: 'Group', name: 'team', apiGroup: 'rbac.authorization.k8s.io' };
const account = (name: string) => ({ kind: 'ServiceAccount', name, namespace: 'default' });

export const clusterRights: readonly Case[] = [
  ...cases(
    'cluster-rights-widened',
    [
      manifest('commands in pods', role([look]), role([look, right(['pods/exec'], ['create'])])),
      created(
        'tokens of accounts',
        'kubernetes_manifest',
        role([right(['serviceaccounts/token'], ['create'])]),
      ),
      manifest('the rights of others', role([look]), role([look, right(['users'], ['impersonate'])])),
      manifest(
        'all secrets in place of one',
        role([right(['secrets'], ['get'], { resourceNames: ['one'] })]),
        role([right(['secrets'], ['get'])]),
      ),
      manifest(
        'its rights for all who may edit',
        role([look]),
        role([look], { labels: { 'rbac.authorization.k8s.io/aggregate-to-edit': 'true' } }),
      ),
      created('every right, by a manifest', 'kubernetes_manifest', given('cluster-admin', team)),
      created(
        'more than a look, for whatever has no account of its own',
        'kubernetes_manifest',
        given('edit', account('default'), 'RoleBinding', inDefault),
      ),
    ],
    [
      manifest(
        'one more kind, by a manifest',
        role([look]),
        role([right(['pods', 'services'], ['get', 'list'])]),
      ),
      manifest(
        'one secret in place of all',
        role([right(['secrets'], ['get'])]),
        role([right(['secrets'], ['get'], { resourceNames: ['one'] })]),
      ),
      created('the right to look, by a manifest', 'kubernetes_manifest', given('view', team)),
      created(
        'the right to look, for an account',
        'kubernetes_manifest',
        given('view', account('web'), 'RoleBinding', inDefault),
      ),
    ],
  ),
];
