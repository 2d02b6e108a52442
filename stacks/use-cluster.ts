import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { Fn } from 'cdktf';
import type { BaseStack } from './stack';

/**
 * The version of Terraform's Kubernetes provider that is tested. All that the bindings of 2.38.0 can write is in its
 * schema: test/e2e/kubernetes-bindings.test.ts.
 */
export const KUBERNETES_PROVIDER = '3.2.1';

export interface UseClusterProps {
  /** Name of the cluster: a literal, so that a plan can not meet another cluster, or one that is not there yet. */
  readonly cluster: string;
  readonly region: string;
  /** ARN of the role that may change the cluster. */
  readonly roleArn: string;
}

/**
 * Lets a stack change what runs in a cluster that another stack made. Each run gets its own token: a token in the state
 * would be a secret, and would have expired.
 */
export function useCluster(stack: BaseStack, { cluster, region, roleArn }: UseClusterProps): void {
  const { endpoint, certificateAuthority } = new DataAwsEksCluster(stack, 'cluster', { name: cluster });
  new KubernetesProvider(stack, 'kubernetes', {
    host: endpoint,
    clusterCaCertificate: Fn.base64decode(certificateAuthority.get(0).data),
    exec: [
      {
        apiVersion: 'client.authentication.k8s.io/v1beta1',
        command: 'aws',
        // The AWS CLI knows nothing of the role that the AWS provider assumes.
        args: [
          ...['eks', 'get-token', '--cluster-name', cluster, '--region', region],
          ...['--role-arn', roleArn, '--output', 'json'],
        ],
      },
    ],
  });
  // The bindings ask for 2.38.0, which they were made from.
  stack.addOverride('terraform.required_providers.kubernetes.version', KUBERNETES_PROVIDER);
}
