import fc from 'fast-check';
import { ClusterAccess, type ClusterRoles } from '../../../constructs/cluster/cluster-access';
import type { ClusterParameters } from '../../../parameters/parameters';
import { all, type Json, only, synth } from '../../helpers';
import { build, DEPLOY, VIEWER } from './built-cluster';

describe('who may use the cluster', () => {
  const rights = (parameters: Partial<ClusterParameters>): Record<string, string> => {
    const { synthesized } = build(parameters);
    const entries: Record<string, Json> = synthesized.resource.aws_eks_access_entry!;
    const associations = all(synthesized, 'aws_eks_access_policy_association');
    expect(associations).toHaveLength(Object.keys(entries).length);
    return Object.fromEntries(
      Object.entries(entries).map(([id, { principal_arn }]) => {
        const reference = `\${aws_eks_access_entry.${id}.principal_arn}`;
        const mine = associations.filter((association) => association.principal_arn === reference);
        expect(mine.map(({ access_scope }) => access_scope)).toEqual([{ type: 'cluster' }]);
        return [principal_arn, mine[0].policy_arn.split('/').at(-1)];
      }),
    );
  };
  const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
  const OWN = { [DEPLOY]: 'AmazonEKSClusterAdminPolicy', [VIEWER]: 'AmazonEKSViewPolicy' };

  test('is decided by access entries alone: not by a config map, and not by who made it', () => {
    expect(only(build().synthesized, 'aws_eks_cluster').access_config).toEqual({
      authentication_mode: 'API',
      bootstrap_cluster_creator_admin_permissions: false,
    });
  });

  test('nobody but the role that deploys and the one to look by, until a parameter names someone', () => {
    expect(rights({})).toEqual(OWN);
  });

  test('admins may do everything; viewers read everything but secrets', () => {
    expect(rights({ admins: [role('sre')], viewers: [role('developers')] })).toEqual({
      ...OWN,
      [role('sre')]: 'AmazonEKSClusterAdminPolicy',
      [role('developers')]: 'AmazonEKSViewPolicy',
    });
  });

  test('whoever stands in two lists gets one entry, as EKS refuses a second, with the stronger right', () => {
    expect(rights({ admins: [role('sre')], viewers: [role('sre'), DEPLOY] })).toEqual({
      ...OWN,
      [role('sre')]: 'AmazonEKSClusterAdminPolicy',
    });
  });

  /** What an entry says of a role. */
  const access = (
    roles: Partial<ClusterRoles>,
    parameters: Partial<ClusterParameters>,
    principal: string,
  ) => {
    const { synthesized } = build(parameters, false, roles);
    const entries = Object.entries(synthesized.resource.aws_eks_access_entry as Record<string, Json>);
    const mine = entries.filter(([, { principal_arn }]) => principal_arn === principal);
    expect(mine).toHaveLength(1);
    const [id, { kubernetes_groups }] = mine[0]!;
    const { policy_arn, access_scope } =
      synthesized.resource.aws_eks_access_policy_association![`${id}-policy`] ?? {};
    return { groups: kubernetes_groups, policy: policy_arn?.split('/').at(-1), scope: access_scope };
  };

  test('a role that plans has no policy of EKS, all of which read logs, and gets no more by being named', () => {
    expect(access({ readers: { plan: role('plan') } }, { admins: [role('plan')] }, role('plan'))).toEqual({
      groups: ['platform-readers'],
    });
  });

  test('the role that makes previews may change everything in their namespaces alone', () => {
    const previews = { role: role('preview'), namespaces: ['shop-*', 'setup'] };
    expect(access({ previews }, {}, role('preview'))).toEqual({
      groups: ['platform-previewers'],
      policy: 'AmazonEKSAdminPolicy',
      scope: { type: 'namespace', namespaces: ['shop-*', 'setup'] },
    });
  });

  test('roles of any name, path and account each get an entry at an address that Terraform takes', () => {
    const arn = fc
      .tuple(fc.stringMatching(/^\d{12}$/), fc.stringMatching(/^([\w+=,.@-]{1,8}\/){0,2}[\w+=,.@-]{1,64}$/))
      .map(([account, name]) => `arn:aws:iam::${account}:role/${name}`);
    fc.assert(
      fc.property(fc.uniqueArray(arn, { maxLength: 4 }), (admins) => {
        const { resource } = synth((stack) => {
          new ClusterAccess(stack, 'access', {
            region: 'eu-central-1',
            cluster: 'test',
            roles: { deploy: 'arn:deploy', readers: {}, viewer: 'arn:view' },
            admins,
            viewers: [],
          });
        });
        const entries: Record<string, Json> = resource.aws_eks_access_entry ?? {};
        const roles = Object.values(entries).map(({ principal_arn }) => principal_arn);
        expect(roles.sort()).toEqual([...admins, 'arn:deploy', 'arn:view'].sort());
        for (const address of Object.keys(entries)) expect(address).toMatch(/^[A-Za-z_][\w-]*$/);
      }),
    );
  });

  test('an address stays when a role is added before it, so that nobody is locked out for a moment', () => {
    const addresses = (admins: string[]) =>
      Object.keys(build({ admins }).synthesized.resource.aws_eks_access_entry!);
    expect(addresses([role('a'), role('b'), role('c')])).toEqual(
      expect.arrayContaining(addresses([role('b'), role('c')])),
    );
  });
});
