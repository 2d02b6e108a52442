import { effectOf } from '../../../plan/policy/decide';
import { may } from '../access';
import { type Actor, podActor, roleActor } from '../actors';
import type { Edge, Step } from '../edge';
import { first } from '../kubernetes';
import type { ClusterInside, PodAccount } from '../world/clusters';
import type { IamRole } from '../world/identities';
import { mayDo, thingsOf, type World } from '../world/world';

const PODS = 'pods.eks.amazonaws.com';
const ASSOCIATE = ['eks:CreatePodIdentityAssociation', 'eks:UpdatePodIdentityAssociation'];

/** Pods get the role that an association gives their service account. Nodes ask for it in the pods' name. */
export const podIdentity: Edge = {
  actions: [...ASSOCIATE, 'eks-auth:AssumeRoleForPodIdentity', 'iam:PassRole'],
  source: 'Amazon EKS User Guide, "Learn how EKS Pod Identity grants pods access to AWS services"',
  *steps(from, world) {
    for (const cluster of world.clusters) {
      yield* ofPods(from, cluster, world);
      yield* byNode(from, cluster);
      yield* byAssociation(from, cluster, world);
    }
  },
};

function* ofPods({ id, pods }: Actor, cluster: ClusterInside, world: World): Generator<Step> {
  if (pods === undefined || id !== podActor(cluster, pods).id) return;
  const role = world.roles.find(({ arn }) => arn === pods.role);
  if (role && trusts(role, cluster, pods)) yield { to: roleActor(world, role), how: 'gets by Pod Identity' };
}

/** With the token of a pod on it. */
function* byNode({ caller }: Actor, cluster: ClusterInside): Generator<Step> {
  if (caller?.arn !== cluster.nodes || caller === undefined) return;
  const { arn, account } = cluster;
  if (!may(caller, { action: 'eks-auth:AssumeRoleForPodIdentity', resource: arn, account })) return;
  for (const pods of cluster.accounts) yield { to: podActor(cluster, pods), how: 'runs' };
}

/** Gives a role to pods that it makes itself. */
function* byAssociation({ caller, seats }: Actor, cluster: ClusterInside, world: World): Generator<Step> {
  const thing = thingsOf(world, 'cluster').find(({ arn }) => arn === cluster.arn);
  const seat = seats.find((one) => one.cluster === cluster);
  if (caller === undefined || thing === undefined || seat === undefined) return;
  const makes = first(seat.rights, [{ group: '', resource: 'pods', verbs: ['create'] }]);
  if (makes === undefined || !ASSOCIATE.some((action) => mayDo(caller, action, thing))) return;
  for (const role of world.roles.filter(({ account }) => account === caller.account)) {
    const context = { 'iam:PassedToService': PODS };
    const { arn, account } = role;
    if (!role.trust.some(({ principals }) => principals.includes(`Service:${PODS}`))) continue;
    if (!may(caller, { action: 'iam:PassRole', resource: arn, account, context })) continue;
    yield { to: roleActor(world, role), how: 'associates with pods that it makes', heldBy: makes.heldBy };
  }
}

function trusts({ trust }: IamRole, cluster: ClusterInside, { namespace, name }: PodAccount): boolean {
  const context = {
    'aws:RequestTag/eks-cluster-arn': cluster.arn,
    'aws:RequestTag/eks-cluster-name': cluster.name,
    'aws:RequestTag/kubernetes-namespace': namespace,
    'aws:RequestTag/kubernetes-service-account': name,
    'aws:SourceAccount': cluster.account,
    'aws:SourceArn': cluster.arn,
  };
  return effectOf(trust, { action: 'sts:AssumeRole', context, principals: [`Service:${PODS}`] }) === 'Allow';
}
