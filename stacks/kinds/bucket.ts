import { type Naming, resourceName } from '../../constructs/core/naming';
import { Bucket } from '../../constructs/storage/bucket';
import type { Maker } from './maker';

/** The platform's own buckets are not called data. */
export function dataBucketName(naming: Naming, name: string): string {
  return resourceName(naming, 'bucket', 'data', name);
}

export const bucket: Maker<'bucket'> = {
  create(scope, { name }, parameters, { naming, protection, keys, accessLogs, shortLived }) {
    const made = new Bucket(scope, `bucket-${name}`, {
      name: dataBucketName(naming, name),
      region: naming.region,
      protection,
      keyArn: keys.data.arn,
      accessLogs,
      // A rule of expiry takes half of the time in which a preview is made.
      ...(shortLived ? {} : parameters),
    });
    return { name: made.name, arn: made.arn };
  },
};
