import type { Aws } from '../../programs/aws';
import { readText, storeText } from './objects';
import { StateLock } from './state-lock';

/** Where a stack's state is. */
export interface StateLocation {
  readonly bucket: string;
  readonly key: string;
  /** ARN or alias of the key that encrypts it. Undefined: the bucket's own. */
  readonly kms_key_id?: string;
}

/** One of the states that were stored one over the other, or the mark that one was deleted. */
export interface StateVersion {
  readonly id: string;
  readonly written: Date;
  /** In bytes. */
  readonly size: number;
  readonly isLatest: boolean;
  readonly isDeletion: boolean;
}

interface Entry {
  readonly Key: string;
  readonly VersionId: string;
  readonly LastModified: string;
  readonly IsLatest: boolean;
  readonly Size?: number;
}

interface Listed {
  readonly Versions?: readonly Entry[];
  readonly DeleteMarkers?: readonly Entry[];
}

/** In UTC, to the second, as S3 tells it. */
export function time({ written }: StateVersion): string {
  return `${written.toISOString().slice(0, 19)}Z`;
}

/** The states of a stack in the bucket, those of before included, by the AWS CLI. */
export class StateStore {
  readonly lock: StateLock;

  constructor(
    private readonly aws: Aws,
    private readonly location: StateLocation,
  ) {
    this.lock = new StateLock(aws, location);
  }

  /**
   * The newest first, with one request: at most 1,000.
   * @throws Failure with what the AWS CLI has to say.
   */
  versions(): Promise<StateVersion[]> {
    // Locks are beside the state, under a longer name: the delimiter makes one line of all of them.
    return this.list(this.location.key, '--delimiter', '.', '--no-paginate');
  }

  /** The locks that runs took on the state, in the same way. */
  locks(): Promise<StateVersion[]> {
    return this.list(this.lock.key, '--no-paginate');
  }

  /** @throws Failure with what the AWS CLI has to say. */
  read({ id }: Pick<StateVersion, 'id'>): Promise<string> {
    return readText(this.aws, this.location, id);
  }

  /** Who took a lock, in Terraform's JSON. */
  readLock({ id }: Pick<StateVersion, 'id'>): Promise<string> {
    return readText(this.aws, { bucket: this.location.bucket, key: this.lock.key }, id);
  }

  /** Stores a state over the one that is there. Only while its lock is held. */
  async put(text: string): Promise<void> {
    const { kms_key_id } = this.location;
    const key = kms_key_id ? ['--server-side-encryption', 'aws:kms', '--ssekms-key-id', kms_key_id] : [];
    await storeText(this.aws, this.location, text, '--content-type', 'application/json', ...key);
  }

  private async list(key: string, ...options: readonly string[]): Promise<StateVersion[]> {
    const text = await this.aws.run(
      's3api',
      'list-object-versions',
      ...['--bucket', this.location.bucket, '--prefix', key, ...options],
    );
    // Of nothing it may print nothing.
    const { Versions = [], DeleteMarkers = [] } = (text.trim() ? JSON.parse(text) : {}) as Listed;
    const read = (entries: readonly Entry[], isDeletion: boolean): StateVersion[] =>
      entries
        .filter(({ Key }) => Key === key)
        .map(({ VersionId, LastModified, IsLatest, Size = 0 }) => ({
          id: VersionId,
          written: new Date(LastModified),
          size: Size,
          isLatest: IsLatest,
          isDeletion,
        }));
    // S3 names the newest first; times have whole seconds, so one that is deleted and put back at once needs the mark.
    return [...read(Versions, false), ...read(DeleteMarkers, true)].sort(
      (a, b) => Number(b.isLatest) - Number(a.isLatest) || +b.written - +a.written,
    );
  }
}
