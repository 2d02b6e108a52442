import type { BackingBinding } from '../../../declarations/binding';
import { viaService } from '../../core/partition';
import { sid } from '../../core/sid';
import type { Grant } from '../pods/grant';
import { POD_IDENTITY } from '../pods/pod-identity';
import type { Runtime } from '../runtime/runtime';
import { outside } from './internet-binding';

/**
 * Binds a bucket: the service may list, read, write and delete its objects, and can't change the bucket itself. S3's
 * addresses are outside of the VPC and change, so the network path leads to every other HTTPS server too.
 */
export function bindBucket(runtime: Runtime, { name, variables }: BackingBinding<'bucket'>): Grant {
  const { naming, contract } = runtime;
  const bucket = contract.thing('buckets', name);
  return {
    variables: [{ name: variables.name, value: bucket.name }],
    mounts: [],
    statements: [
      // Without it an object that is not there is answered with 403.
      { Sid: sid('List', name), Action: 's3:ListBucket', Resource: bucket.arn },
      {
        Sid: sid('Use', name),
        Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
        Resource: `${bucket.arn}/*`,
      },
      {
        Sid: sid('Encrypt', name),
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: contract.keys.data,
        Condition: {
          StringEquals: {
            'kms:ViaService': viaService(naming.region, 's3'),
            // The bucket as a whole, since it has a key of its own (S3 Bucket Keys).
            'kms:EncryptionContext:aws:s3:arn': bucket.arn,
          },
        },
      },
    ],
    egress: [outside(runtime), POD_IDENTITY],
    after: [],
  };
}
