import { RoleBindingV1 } from '@cdktf/provider-kubernetes/lib/role-binding-v1';
import { RoleV1 } from '@cdktf/provider-kubernetes/lib/role-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { QUEUE_SCALER, type QueueFollower } from '../../../parameters/deployments';
import { IMAGES } from '../bindings/setup-images';
import { awsVariables } from '../bindings/setup-script';
import { allowEgress } from '../pods/network-policies';
import { AWS_APIS } from '../pods/pod-identity';
import { ProcessDeployment } from '../pods/processes/process-deployment';
import { ServiceAccount } from '../pods/service-account';
import type { Group } from '../runtime/group';
import { STABLE } from '../runtime/labels';
import { namespaceOf, type Runtime } from '../runtime/runtime';
import { readScaler } from './scaler-script';

/** A process whose number of pods follows a queue. */
export interface Scaled extends Omit<QueueFollower, 'process'> {
  /** Name of its Deployment. */
  readonly deployment: string;
}

export interface QueueScalerProps {
  readonly runtime: Runtime;
  readonly group: Group;
  /** At least one. */
  readonly scaled: readonly Scaled[];
}

/** No service can have this name, as none has two dashes in a row. */
const SERVICE = 'platform--queues';
const SCALER = 'scaler';
/** How soon it sees a message. Each look is a request of SQS, at 0.4 millionths of a dollar. */
const POLL_SECONDS = 15;
/** SQS counts approximately, and is right within a minute. Source: Amazon SQS API Reference, GetQueueAttributes. */
const HOLD_SECONDS = 120;
/** Without a round for so long it hangs. */
const SILENT_SECONDS = 120;
/** It has looked once. */
const READY = ['test', '-f', '/tmp/alive'];
const ALIVE = ['sh', '-c', `test $(($(date +%s) - $(cat /tmp/alive))) -lt ${SILENT_SECONDS}`];

/**
 * Lets the number of pods of processes follow the length of their queues, to none where it may. One for each group: it
 * may look at these queues, and change the number of pods of these Deployments, and nothing else. While it is not there
 * the numbers stay as they are.
 */
export class QueueScaler extends Construct {
  constructor(scope: Construct, id: string, props: QueueScalerProps) {
    super(scope, id);
    const { runtime, group } = props;
    const namespaceName = namespaceOf(runtime, group.name);
    const account = new ServiceAccount(this, 'account', {
      runtime,
      namespace: group.namespace,
      namespaceName,
      name: SERVICE,
      rights: { bound: [this.mayLook(props)] },
    });
    const paths = allowEgress(this, group.namespace, SERVICE, { aws: AWS_APIS });
    this.run(props, account, [...group.after, ...paths, this.letScale(props, account)]);
  }

  private mayLook({ runtime, scaled }: QueueScalerProps) {
    const queues = [...new Set(scaled.map(({ queue }) => queue))];
    return {
      Sid: 'LookAtQueues',
      Action: 'sqs:GetQueueAttributes',
      Resource: queues.map((queue) => runtime.contract.thing('queues', queue).arn),
    };
  }

  /** By name, as a role of the cluster can. It can't tell the number of pods from all else of a Deployment but so. */
  private letScale({ group, scaled }: QueueScalerProps, account: ServiceAccount): ITerraformDependable {
    const metadata = { name: SERVICE, namespace: group.namespace };
    const role = new RoleV1(this, 'role', {
      metadata,
      rule: [
        {
          apiGroups: ['apps'],
          resources: ['deployments/scale'],
          resourceNames: scaled.map(({ deployment }) => deployment),
          verbs: ['get', 'patch'],
        },
      ],
    });
    return new RoleBindingV1(this, 'role-binding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role.metadata.name },
      subject: [{ kind: 'ServiceAccount', name: account.name, namespace: group.namespace }],
    });
  }

  private run(
    { runtime, group, scaled }: QueueScalerProps,
    account: ServiceAccount,
    after: readonly ITerraformDependable[],
  ): void {
    const image = IMAGES.cache;
    const lines = scaled.map(({ deployment, queue, messagesPerPod, minReplicas, maxReplicas }) => {
      const { url } = runtime.contract.thing('queues', queue);
      return [deployment, url, messagesPerPod, minReplicas, maxReplicas].join(' ');
    });
    new ProcessDeployment(this, SCALER, {
      group: group.name,
      namespace: group.namespace,
      service: SERVICE,
      name: SCALER,
      preview: runtime.guest?.id,
      declaration: {
        command: ['/bin/sh', '-uc', readScaler()],
        ready: READY,
        live: ALIVE,
        startSeconds: 60,
        drainSeconds: 1,
      },
      parameters: QUEUE_SCALER,
      running: { version: /:([\d.]+)@/.exec(image)![1]!, weight: 100 },
      image,
      track: STABLE,
      serviceAccount: account.name,
      callsKubernetes: true,
      grant: {
        variables: [
          { name: 'TARGETS', value: lines.join('\n') },
          { name: 'POLL_SECONDS', value: `${POLL_SECONDS}` },
          { name: 'HOLD_SECONDS', value: `${HOLD_SECONDS}` },
          ...awsVariables(runtime),
        ],
        mounts: [],
      },
      after: [...account.after, ...after],
    });
  }
}
