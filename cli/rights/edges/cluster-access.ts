import { clusterAdmin } from '../actors';
import type { Edge } from '../edge';
import { mayDo, thingsOf } from '../world/world';

/** Lets itself into a cluster, by an access entry of EKS. */
export const clusterAccess: Edge = {
  actions: ['eks:AssociateAccessPolicy', 'eks:CreateAccessEntry'],
  source: 'Amazon EKS User Guide, "Grant IAM users access to Kubernetes with EKS access entries"',
  *steps({ caller }, world) {
    if (caller === undefined) return;
    for (const cluster of world.clusters) {
      const thing = thingsOf(world, 'cluster').find(({ arn }) => arn === cluster.arn);
      if (thing === undefined || cluster.account !== caller.account) continue;
      // An entry of its own that is there already takes no new one.
      const hasEntry = cluster.entries.has(caller.arn) || mayDo(caller, 'eks:CreateAccessEntry', thing);
      const associates = mayDo(caller, 'eks:AssociateAccessPolicy', thing);
      if (hasEntry && associates)
        yield { to: clusterAdmin(cluster), how: 'gets by an access entry of its own' };
    }
  },
};
