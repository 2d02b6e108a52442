import type { Failure } from '../../console/failure';
import type { Aws } from '../../programs/aws';
import { type Lock, parseLockFile } from '../../terraform/lock';

const MISSING = /\(404\)|NoSuchKey|Not Found/;

/** Terraform's lock on one state: an object beside it. */
export class StateLock {
  private readonly key: string;

  /** @param aws of the tooling account. */
  constructor(
    private readonly aws: Aws,
    private readonly state: { readonly bucket: string; readonly key: string },
  ) {
    this.key = `${state.key}.tflock`;
  }

  /** Undefined: nobody holds it. @throws Failure when AWS does not tell. */
  async read(): Promise<Lock | undefined> {
    const text = await this.aws
      .run('s3', 'cp', `s3://${this.state.bucket}/${this.key}`, '-')
      .catch((error: Failure) => {
        if (MISSING.test(error.message)) return undefined;
        throw error;
      });
    return text === undefined ? undefined : parseLockFile(text, new Date());
  }

  /** Lets go of it, unless it is another one by now. @returns whether it did. */
  async release(lock: Lock): Promise<boolean> {
    if ((await this.read())?.id !== lock.id) return false;
    await this.aws.run('s3api', 'delete-object', '--bucket', this.state.bucket, '--key', this.key);
    return true;
  }
}
