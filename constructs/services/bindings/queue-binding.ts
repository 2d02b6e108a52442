import type { BackingBinding } from '../../../declarations/binding';
import { consumedBy } from '../../../declarations/uses';
import { viaService } from '../../core/partition';
import { sid } from '../../core/sid';
import type { Grant } from '../pods/grant';
import { POD_IDENTITY } from '../pods/pod-identity';
import type { Binder } from './binder';
import { outside } from './internet-binding';

/** Libraries ask for these before they send or receive. They tell nothing of what is in a message. */
const LOOK = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl'];
const SEND = ['sqs:SendMessage'];
const RECEIVE = ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage'];

/**
 * Binds a queue. A service that binds it may send; one with a process that consumes it may receive and delete; neither
 * may empty or change it. SQS's addresses are outside of the VPC, as those of buckets.
 * Source of the rights to the key: Amazon SQS Developer Guide, "Configure KMS permissions".
 */
export function bindQueue({ runtime, uses }: Binder, { name, variables }: BackingBinding<'queue'>): Grant {
  const { naming, contract } = runtime;
  const queue = contract.thing('queues', name);
  const sends = uses.bind?.includes(name) ?? false;
  const receives = consumedBy(uses).some((consumed) => consumed.name === name);
  return {
    variables: [{ name: variables.url, value: queue.url }],
    mounts: [],
    statements: [
      {
        Sid: sid('Use', name),
        Action: [...LOOK, ...(sends ? SEND : []), ...(receives ? RECEIVE : [])],
        Resource: queue.arn,
      },
      {
        Sid: sid('Encrypt', name),
        Action: ['kms:Decrypt', ...(sends ? ['kms:GenerateDataKey'] : [])],
        Resource: contract.keys.data,
        Condition: {
          StringEquals: {
            'kms:ViaService': viaService(naming.region, 'sqs'),
            'kms:EncryptionContext:aws:sqs:arn': queue.arn,
          },
        },
      },
    ],
    egress: [outside(runtime), POD_IDENTITY],
    after: [],
  };
}
