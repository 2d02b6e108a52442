import { Failure } from '../../console/failure';
import type { Project } from '../../parameters/project';
import type { Aws } from '../../programs/aws';
import { pooled } from '../../programs/pooled';
import { stateNames } from '../../stacks/state';
import { type Lock, parseLockFile } from '../../terraform/lock';
import { countInstances } from '../../terraform/state';
import { readCurrent } from '../../terraform/states/objects';
import { StateLock } from '../../terraform/states/state-lock';
import { KEY_PREFIX, lockKey, readKey, type StackPart, stateKey } from './key';

/** What there is of a stack in the state's bucket. */
export interface StackState {
  /** Unset when there is a lock and no state yet. */
  readonly state?: {
    readonly changed: Date;
    readonly resources: number;
    /** Whether all of it has run once: the addresses come last (stacks/services.ts). */
    readonly isComplete: boolean;
    /** Why it can't be read. */
    readonly fault?: string;
  };
  readonly lock?: Lock;
}

export type StackStates = Partial<Record<StackPart, StackState>>;

interface Listed {
  readonly Key: string;
  readonly LastModified: string;
}

/** At a time: each is a process. */
const AT_ONCE = 4;

/** States of previews in the bucket, and no others. */
export class PreviewStates {
  private readonly bucket: string;

  constructor(
    private readonly aws: Aws,
    project: Project,
  ) {
    this.bucket = stateNames(project).bucket;
  }

  /**
   * What there is, by the ids of previews.
   * @param isWanted Selects the states whose content is read, not only their names.
   * @throws Failure when AWS does not tell.
   */
  async read(isWanted: (id: string) => boolean): Promise<Map<string, StackStates>> {
    const wanted = (await this.list()).flatMap((listed) => {
      const key = readKey(listed.Key);
      return key && isWanted(key.id) ? [{ ...key, changed: new Date(listed.LastModified) }] : [];
    });
    const found = new Map<string, StackStates>();
    const put = (id: string, part: StackPart, more: StackState) => {
      const parts = found.get(id) ?? {};
      found.set(id, { ...parts, [part]: { ...parts[part], ...more } });
    };
    await pooled(wanted, AT_ONCE, async ({ id, part, isLock, changed }) => {
      if (isLock) put(id, part, { lock: await this.lock(id, part, changed) });
      else {
        const text = await this.get(stateKey(id, part));
        if (text !== undefined)
          put(id, part, { state: { changed, ...describeState(stateKey(id, part), text) } });
      }
    });
    return found;
  }

  /** Lets go of a lock, unless it is another one by now. @returns whether it did. */
  async unlock(id: string, part: StackPart, lock: Lock): Promise<boolean> {
    return this.lockOf(id, part).release(lock);
  }

  /**
   * Runs an action while it holds Terraform's own lock on a preview's platform, where every change of it begins.
   * @throws Failure when somebody else is at work on it.
   */
  async held<T>(id: string, operation: string, work: () => Promise<T>): Promise<T> {
    const refusal = `Another run is changing ${id} now`;
    return this.lockOf(id, 'platform').held(operation, refusal, work);
  }

  /** A state as it is stored. */
  async text(id: string, part: StackPart): Promise<string | undefined> {
    return this.get(stateKey(id, part));
  }

  /**
   * Forgets a state without resources. Its versions stay for as long as the bucket keeps them.
   * @param stale a state as it was before all that it has was removed without Terraform: it is forgotten as well.
   * @throws Failure when there is another one by now.
   */
  async forget(id: string, part: StackPart, stale?: string): Promise<void> {
    const text = await this.text(id, part);
    if (text === undefined) return;
    const { resources, fault } = describeState(stateKey(id, part), text);
    if (fault) throw new Failure(fault);
    if (resources > 0 && text !== stale) {
      throw new Failure(
        `The state ${stateKey(id, part)} still has ${resources} resources: it was changed meanwhile`,
      );
    }
    await this.delete(stateKey(id, part));
  }

  private async list(): Promise<readonly Listed[]> {
    const args = ['s3api', 'list-objects-v2', '--bucket', this.bucket, '--prefix', KEY_PREFIX];
    const text = await this.aws.run(...args).catch((error: Failure) => {
      if (!/NoSuchBucket/.test(error.message)) throw error;
      throw new Failure(`The state's bucket ${this.bucket} is not there: make it by "npm run bootstrap"`);
    });
    // Of an empty list it prints nothing.
    return text.trim() ? ((JSON.parse(text) as { Contents?: Listed[] }).Contents ?? []) : [];
  }

  private lockOf(id: string, part: StackPart): StateLock {
    return new StateLock(this.aws, { bucket: this.bucket, key: stateKey(id, part) });
  }

  private async lock(id: string, part: StackPart, written: Date): Promise<Lock | undefined> {
    const text = await this.get(lockKey(id, part));
    return text === undefined ? undefined : parseLockFile(text, written);
  }

  private get(key: string): Promise<string | undefined> {
    return readCurrent(this.aws, { bucket: this.bucket, key });
  }

  private async delete(key: string): Promise<void> {
    await this.aws.run('s3api', 'delete-object', '--bucket', this.bucket, '--key', key);
  }
}

type Description = Omit<NonNullable<StackState['state']>, 'changed'>;

function describeState(key: string, text: string): Description {
  try {
    const { outputs } = JSON.parse(text) as { outputs?: Readonly<Record<string, unknown>> };
    return { resources: countInstances(text), isComplete: outputs?.urls !== undefined };
  } catch {
    return { resources: 0, isComplete: false, fault: `${key} is no state that can be read` };
  }
}
