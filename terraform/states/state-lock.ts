import { Failure } from '../../console/failure';
import type { Aws } from '../../programs/aws';
import { type Lock, lockFile, parseLockFile } from '../lock';
import { storeText } from './objects';

const MISSING = /\(404\)|NoSuchKey|Not Found/;
const TAKEN = /PreconditionFailed|ConditionalRequestConflict/;

/** Terraform's lock on one state: an object beside it. */
export class StateLock {
  readonly key: string;

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
    await this.delete();
    return true;
  }

  /**
   * Runs an action while it holds the lock.
   * @param operation as it is shown to whoever meets the lock.
   * @param refusal what is said when somebody else holds it.
   * @throws Failure when somebody does.
   */
  async held<T>(operation: string, refusal: string, work: () => Promise<T>): Promise<T> {
    const { bucket, key } = this.state;
    const text = lockFile(`${bucket}/${key}`, operation);
    await storeText(this.aws, { bucket, key: this.key }, text, '--if-none-match', '*').catch(
      (error: Failure) => {
        throw TAKEN.test(error.message) ? new Failure(refusal) : error;
      },
    );
    try {
      return await work();
    } finally {
      await this.delete();
    }
  }

  private async delete(): Promise<void> {
    await this.aws.run('s3api', 'delete-object', '--bucket', this.state.bucket, '--key', this.key);
  }
}
