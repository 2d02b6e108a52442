import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { traced } from '../process/telemetry';

/** Receipts of orders, as objects in the bucket. */
export class Receipts {
  private readonly s3 = new S3Client({
    // Elsewhere than in AWS no name stands for each bucket.
    forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL),
    // By default it makes three tries, at growing intervals with jitter.
  });

  /** @param folder where in the bucket. */
  constructor(
    private readonly bucket: string,
    private readonly folder = 'receipts',
  ) {}

  async put(order: string, text: string): Promise<void> {
    await traced('PutObject receipt', () =>
      this.s3.send(
        new PutObjectCommand({
          Bucket: this.bucket,
          Key: this.key(order),
          Body: text,
          ContentType: 'text/plain; charset=utf-8',
        }),
      ),
    );
  }

  /** Undefined where there is none yet. */
  async get(order: string): Promise<string | undefined> {
    return traced('GetObject receipt', async () => {
      try {
        const { Body } = await this.s3.send(
          new GetObjectCommand({ Bucket: this.bucket, Key: this.key(order) }),
        );
        return await Body?.transformToString();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    });
  }

  private key(order: string): string {
    return `${this.folder}/${order}.txt`;
  }
}
