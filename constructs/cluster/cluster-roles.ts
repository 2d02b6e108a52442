import type { Parameters } from '../../parameters/parameters';
import type { Project } from '../../parameters/project';
import { SETUP } from '../core/cluster-names';
import { accountNames, roleArn } from '../core/role-names';
import type { ClusterRoles } from './cluster-access';

/** Who of the account's roles does what in the environment's cluster. */
export function clusterRoles(project: Project, parameters: Parameters): ClusterRoles {
  const { account, groups, hostsPreviews } = parameters;
  const { deploy, plan, drift, preview, view } = accountNames(project);
  const namespaces = [...Object.keys(groups), SETUP].map((group) => `${group}-*`);
  return {
    deploy: roleArn(project, account, deploy),
    readers: { plan: roleArn(project, account, plan), drift: roleArn(project, account, drift) },
    viewer: roleArn(project, account, view),
    previews: hostsPreviews ? { role: roleArn(project, account, preview), namespaces } : undefined,
  };
}
