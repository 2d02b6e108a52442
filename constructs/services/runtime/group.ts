import { LimitRangeV1 } from '@cdktf/provider-kubernetes/lib/limit-range-v1';
import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import { ResourceQuotaV1 } from '@cdktf/provider-kubernetes/lib/resource-quota-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { GroupParameters } from '../../../parameters/service-parameters';
import { addAuthorities } from './authorities';
import { addDefaultNetworkPolicies } from './default-network-policies';
import { previewLabel } from './labels';
import { namespaceOf, type Runtime } from './runtime';

export interface GroupProps {
  readonly runtime: Runtime;
  readonly name: string;
  readonly parameters: GroupParameters;
}

/**
 * A group of services: a namespace whose pods are unprivileged, reach only what a policy opens, and together stay
 * within a quota.
 */
export class Group extends Construct {
  readonly name: string;
  /** As a reference: what is put into it waits for it, and goes before it. */
  readonly namespace: string;
  /** What must be there before a pod starts in it. */
  readonly after: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { runtime, name, parameters }: GroupProps) {
    super(scope, id);
    this.name = name;
    this.namespace = createNamespace(this, namespaceOf(runtime, name), {
      'app.kubernetes.io/part-of': name,
      ...previewLabel(runtime),
    });
    this.after = [
      addDefaultNetworkPolicies(this, this.namespace),
      addAuthorities(this, this.namespace, runtime.naming.region),
    ];
    this.limit(parameters);
  }

  private limit({ cpuMillicores, memoryMiB, pods }: GroupParameters): void {
    const metadata = { name: 'group', namespace: this.namespace };
    new ResourceQuotaV1(this, 'quota', {
      metadata,
      spec: {
        hard: {
          'requests.cpu': cpu(cpuMillicores),
          'requests.memory': memory(memoryMiB),
          'limits.memory': memory(memoryMiB),
          pods: `${pods}`,
          // State is in backing services, and the way in is the platform's load balancer.
          persistentvolumeclaims: '0',
          'services.loadbalancers': '0',
          'services.nodeports': '0',
        },
      },
    });
    // For pods that somebody starts by hand: a quota refuses what does not say how much it takes.
    const small = { memory: '128Mi', 'ephemeral-storage': '256Mi' };
    new LimitRangeV1(this, 'limits', {
      metadata,
      spec: { limit: [{ type: 'Container', default: small, defaultRequest: { cpu: '100m', ...small } }] },
    });
  }
}

/**
 * A namespace that refuses pods with privileges.
 * `latest` follows the cluster's own version, and with it what the profile says.
 * Source: Kubernetes, "Pod Security Admission".
 */
export function createNamespace(scope: Construct, name: string, labels: Record<string, string>): string {
  const profile = (mode: string) => ({
    [`pod-security.kubernetes.io/${mode}`]: 'restricted',
    [`pod-security.kubernetes.io/${mode}-version`]: 'latest',
  });
  const namespace = new NamespaceV1(scope, 'Default', {
    metadata: {
      name,
      labels: {
        ...labels,
        ...profile('enforce'),
        ...profile('warn'),
        ...profile('audit'),
        // A pod counts as ready once the load balancer sends it requests, so that a roll-out waits for that.
        'eks.amazonaws.com/pod-readiness-gate-inject': 'enabled',
      },
    },
    waitForDefaultServiceAccount: true,
    // It is gone when the last of its pods is, and one may drain for an hour.
    timeouts: { delete: '75m' },
  });
  return namespace.metadata.name;
}

/** As Kubernetes writes them: any other form would be a change in each plan. */
export function cpu(millicores: number): string {
  return millicores % 1000 === 0 ? `${millicores / 1000}` : `${millicores}m`;
}

export function memory(mebibytes: number): string {
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
}
