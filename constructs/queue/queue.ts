import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import type { QueueParameters } from '../../parameters/kinds/queue';
import type { Watch } from '../alarms/watch';
import { arn } from '../core/arn';
import { type Naming, resourceName } from '../core/naming';
import { policy, type Statement } from '../core/policy';
import { watchQueue } from './queue-alarms';

export interface QueueProps {
  readonly naming: Naming;
  /** Its name in `services/backing.ts`. */
  readonly name: string;
  /** ARN of the key that encrypts messages. */
  readonly keyArn: string;
  readonly alerts: Watch;
  /** Seconds until a message that was received, and not deleted, is received again. */
  readonly jobSeconds: number;
  /** How many times a message is received before it goes to the dead-letter queue. */
  readonly receives: number;
  /** Whether messages of a group keep their order, and each comes once. */
  readonly fifo: boolean;
  readonly parameters: QueueParameters;
}

const DAY_SECONDS = 86_400;
/** As long as SQS allows: whoever looks for the fault may be on holiday. */
const DEAD_DAYS = 14;
/** How long SQS uses one data key: an hour's keys cost cents, each message's would cost as much as the messages. */
const KEY_SECONDS = 300;

/**
 * A queue, and the dead-letter queue where messages go that no worker could work off. Both are encrypted by the
 * environment's key and accept only TLS. Who may use them is said by roles alone.
 */
export class Queue extends Construct {
  readonly url: string;
  readonly arn: string;
  /** Where messages are that no worker could work off. */
  readonly deadUrl: string;

  constructor(scope: Construct, id: string, props: QueueProps) {
    super(scope, id);
    const { name, alerts, parameters } = props;
    const dead = this.createDead(props);
    const queue = this.createQueue(props, dead);
    this.url = queue.url;
    this.arn = queue.arn;
    this.deadUrl = dead.url;
    watchQueue(this, {
      alerts,
      name,
      names: { queue: queueName(props), dead: queueName(props, 'dead') },
      parameters,
    });
  }

  private createQueue(props: QueueProps, dead: SqsQueue): SqsQueue {
    const { jobSeconds, receives, parameters } = props;
    return new SqsQueue(this, 'Default', {
      ...this.common(props, queueName(props)),
      visibilityTimeoutSeconds: jobSeconds,
      messageRetentionSeconds: parameters.retentionDays * DAY_SECONDS,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: receives }),
    });
  }

  private createDead(props: QueueProps): SqsQueue {
    return new SqsQueue(this, 'dead-letters', {
      ...this.common(props, queueName(props, 'dead')),
      messageRetentionSeconds: DEAD_DAYS * DAY_SECONDS,
      redriveAllowPolicy: JSON.stringify({
        redrivePermission: 'byQueue',
        // By its name, as it is made later.
        sourceQueueArns: [arn(props.naming, 'sqs', queueName(props))],
      }),
    });
  }

  private common({ naming, keyArn, fifo }: QueueProps, name: string) {
    return {
      name,
      ...(fifo && { fifoQueue: true, contentBasedDeduplication: true }),
      kmsMasterKeyId: keyArn,
      kmsDataKeyReusePeriodSeconds: KEY_SECONDS,
      // A worker that asks waits for a message, in place of asking again.
      receiveWaitTimeSeconds: 20,
      policy: policy(tlsOnly(arn(naming, 'sqs', name))),
    };
  }
}

/** `<environment>-<name>`, and of a FIFO queue the end that AWS wants. */
function queueName({ naming, name, fifo }: QueueProps, ...parts: readonly string[]): string {
  return `${resourceName(naming, 'queue', name, ...parts)}${fifo ? '.fifo' : ''}`;
}

/** Names every principal and action, because the statement denies. */
function tlsOnly(queue: string): Statement {
  return {
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: 'sqs:*',
    Resource: queue,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
