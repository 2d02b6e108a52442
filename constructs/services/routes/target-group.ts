import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { PROCESS_DEFAULTS } from '../../../declarations/process-defaults';
import type { Process, Protocol } from '../../../declarations/service';
import { resourceName } from '../../core/naming';
import { HANDOVER_SECONDS } from '../pods/pod';
import { PORT_NAME } from '../pods/probes';
import { processName } from '../pods/processes/process-deployment';
import { STABLE } from '../runtime/labels';
import type { Runtime } from '../runtime/runtime';

export interface TargetGroupProps {
  readonly runtime: Runtime;
  /** As a reference. */
  readonly namespace: string;
  readonly service: string;
  readonly process: string;
  readonly track: string;
  /** One with a port, which the load balancer can ask whether it answers. */
  readonly declaration: Pick<Process, 'ready' | 'protocol' | 'drainSeconds'>;
}

/** Source: Elastic Load Balancing API Reference, deregistration_delay.timeout_seconds. */
const LONGEST_DELAY = 3600;

/** What every server with a health service answers. Source: gRPC, "Health Checking". */
const GRPC_HEALTH = '/grpc.health.v1.Health/Check';
/** One without a health service answers 12. Source: Elastic Load Balancing API Reference, Matcher, GrpcCode. */
const ANY_GRPC_CODE = '0-99';

/** A version that is taken out goes after the rules that name it have changed. */
const OUTLIVE = { createBeforeDestroy: true };

/** The pods of a process in one version, as the load balancer knows them. */
export class TargetGroup extends Construct {
  readonly arn: string;
  /** The end of its ARN, which its metrics are named by. */
  readonly suffix: string;
  private readonly props: TargetGroupProps;

  constructor(scope: Construct, id: string, props: TargetGroupProps) {
    super(scope, id);
    this.props = props;
    const group = this.create(props);
    this.arn = group.arn;
    this.suffix = group.arnSuffix;
  }

  /**
   * Registers the pods of a Kubernetes Service, and takes out those that end. Pods that are made after it count as ready
   * once the load balancer finds them healthy.
   * Source: Amazon EKS User Guide, "Create an Application Load Balancer", TargetGroupBinding.
   */
  bind(service: ServiceV1): ITerraformDependable {
    const { namespace } = this.props;
    return new Manifest(this, 'binding', {
      manifest: {
        apiVersion: 'eks.amazonaws.com/v1',
        kind: 'TargetGroupBinding',
        metadata: { name: nameOf(this.props), namespace },
        spec: {
          targetType: 'ip',
          targetGroupARN: this.arn,
          serviceRef: { name: service.metadata.name, port: PORT_NAME },
        },
      },
      lifecycle: OUTLIVE,
    });
  }

  private create(props: TargetGroupProps): LbTargetGroup {
    const { runtime, service, process, track, declaration } = props;
    const { naming, cluster, contract } = runtime;
    const { protocol = 'http1' } = declaration;
    const parts = [service, process, ...(track === STABLE ? [] : [track]), ...spoken(protocol)];
    return new LbTargetGroup(this, 'Default', {
      name: resourceName(naming, 'targetGroup', ...parts),
      targetType: 'ip',
      vpcId: contract.network.vpcId,
      protocol: 'HTTP',
      // Of a target that is registered without one. Each pod is registered with its own, so that a process can move to
      // another port pod by pod, in the same group.
      port: 80,
      protocolVersion: protocol === 'http1' ? undefined : protocol.toUpperCase(),
      healthCheck: {
        path: protocol === 'grpc' ? GRPC_HEALTH : readiness(props),
        protocol: 'HTTP',
        port: 'traffic-port',
        // Whether it answers at all. Whether it is ready Kubernetes asks, each pod by the path that it was made with:
        // while the path is changed, pods of before answer 404 to this one.
        matcher: protocol === 'grpc' ? ANY_GRPC_CODE : '200-499',
        interval: 10,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
      stickiness: { enabled: false, type: 'lb_cookie' },
      deregistrationDelay: `${drainDelay(declaration)}`,
      // Without it the cluster may not register targets.
      tags: { 'eks:eks-cluster-name': cluster },
      lifecycle: OUTLIVE,
    });
  }
}

/** As its Deployment and its Service, and what else than HTTP/1.1 it speaks. */
function nameOf({ service, process, track, declaration: { protocol = 'http1' } }: TargetGroupProps): string {
  return [processName(service, process, track), ...spoken(protocol)].join('-');
}

/** A target group can't change its protocol, nor a binding its target group: with another one, both are others. */
export function spoken(protocol: Protocol): string[] {
  return protocol === 'http1' ? [] : [protocol];
}

/**
 * Seconds for which the load balancer lets open requests to an ending pod continue: as long as the pod does, which
 * accepts new ones until HANDOVER_SECONDS after it was told to end.
 */
function drainDelay({ drainSeconds = PROCESS_DEFAULTS.drainSeconds }: Pick<Process, 'drainSeconds'>): number {
  return Math.min(HANDOVER_SECONDS + drainSeconds, LONGEST_DELAY);
}

function readiness({ service, process, declaration: { ready } }: TargetGroupProps): string {
  if (typeof ready === 'string') return ready;
  throw new Error(
    `service "${service}": process "${process}" has a route: got no path for ready, allowed a path such as /ready, which the load balancer can ask`,
  );
}
