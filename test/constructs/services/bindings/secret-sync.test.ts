import { only } from '../../../helpers';
import { one } from '../../bound';

test('the driver may make secrets of what pods mount, as who it is in the add-on', () => {
  const { synthesized } = one([]);
  const role = only(synthesized, 'kubernetes_cluster_role_v1');
  expect(role.rule).toEqual([
    {
      api_groups: [''],
      resources: ['secrets'],
      verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
    },
  ]);
  expect(only(synthesized, 'kubernetes_cluster_role_binding_v1')).toMatchObject({
    role_ref: { kind: 'ClusterRole' },
    subject: [{ kind: 'ServiceAccount', namespace: 'aws-secrets-manager', name: 'secrets-store-csi-driver' }],
  });
});
