import { HorizontalPodAutoscalerV2 } from '@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2';
import { Construct } from 'constructs';

export interface AutoscalerProps {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  /** Name of what it scales, as a reference. */
  readonly deployment: string;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** The use of the requested CPU to keep, in percent. */
  readonly cpuPercent: number;
}

/**
 * Adjusts the number of pods to the load. It adds pods at once. It removes pods only after five minutes of lower load,
 * and at most half of them in a minute, so that enough are left when the load returns.
 */
export class Autoscaler extends Construct {
  constructor(scope: Construct, id: string, props: AutoscalerProps) {
    super(scope, id);
    const { metadata, deployment, minReplicas, maxReplicas, cpuPercent } = props;
    new HorizontalPodAutoscalerV2(this, 'Default', {
      metadata,
      spec: {
        minReplicas,
        maxReplicas,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment },
        metric: [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: cpuPercent } },
          },
        ],
        behavior: {
          scaleDown: [
            {
              stabilizationWindowSeconds: 300,
              selectPolicy: 'Max',
              policy: [{ type: 'Percent', value: 50, periodSeconds: 60 }],
            },
          ],
        },
      },
    });
  }
}
