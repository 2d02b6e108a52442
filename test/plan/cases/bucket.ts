import { one, type Resources } from './case';

/** A bucket of a preview, so that it may go. */
export const bucket: Resources = {
  aws_s3_bucket: { bucket: { bucket: 'data-$', tags: { preview: 'pr-42' } } },
};

/** The bucket, and a resource that is about it. */
export const inBucket = (type: string, attributes?: object): Resources => ({
  ...bucket,
  ...(attributes && one(type, { bucket: '${aws_s3_bucket.bucket.id}', ...attributes })),
});
