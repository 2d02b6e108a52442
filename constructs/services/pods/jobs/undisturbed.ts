/**
 * For the pods of jobs: the cluster does not move them to empty a node. A pod of a Deployment is moved, as another one
 * takes its place first.
 * Source: Karpenter, "Disruption", pod-level controls.
 */
export const UNDISTURBED = { 'karpenter.sh/do-not-disrupt': 'true' };

/**
 * For jobs: a pod that is ended from outside all the same, since its node ends, does not count as failed. Another pod
 * takes its place, once it has ended. It needs `restartPolicy: Never`.
 * Source: Kubernetes, "Jobs", pod failure policy.
 */
export const DISRUPTION_IS_NO_FAILURE = {
  podFailurePolicy: {
    rule: [{ action: 'Ignore', onPodCondition: [{ type: 'DisruptionTarget', status: 'True' }] }],
  },
};
