import { arn } from './arn';
import type { Naming } from './naming';
import { policy } from './policy';

/** The pods that may assume a role: those of one service account in one cluster. */
export interface Pods {
  /** Name of the cluster. */
  readonly cluster: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/**
 * The trust policy of a role that pods assume by EKS Pod Identity. Pod Identity tags each session with the pod's cluster,
 * namespace and service account, so pods elsewhere in the account do not get the role.
 * Source: Amazon EKS User Guide, "Create IAM role with trust policy required by EKS Pod Identity".
 */
export function podTrust(naming: Naming, { cluster, namespace, serviceAccount }: Pods): string {
  return policy({
    Sid: 'PodsOfOneServiceAccount',
    Principal: { Service: 'pods.eks.amazonaws.com' },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: {
      StringEquals: {
        'aws:RequestTag/eks-cluster-arn': arn(naming, 'eks', `cluster/${cluster}`),
        'aws:RequestTag/kubernetes-namespace': namespace,
        'aws:RequestTag/kubernetes-service-account': serviceAccount,
      },
    },
  });
}
