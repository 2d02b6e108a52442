import { Aws } from '../../programs/aws';
import type { SynthesizedStack } from '../synthesized-stack';
import { readContent, type StateContent } from './state-content';
import { StateStore, type StateVersion, time } from './state-store';

/** What was found out about the state of a stack, before Terraform uses it. None of them: nothing is wrong. */
export interface StateCheck {
  /** Why Terraform must not use it, and what to do. */
  readonly fault?: string;
  /** With a fault: nothing can be put back, and `npm run recover` takes over what there is. */
  readonly isLost?: boolean;
  /** Which rights whoever looks lacks. */
  readonly denied?: string;
  /** Why else nobody knows. */
  readonly unchecked?: string;
}

interface CheckOptions {
  /** Reads the state itself as well: after Terraform has failed to. */
  readonly thorough?: boolean;
  /** Only what a version that is put back makes good, and taking over what there is does not. */
  readonly restorable?: boolean;
  /** Default: the credentials of this process. */
  readonly aws?: Aws;
}

const DENIED = /AccessDenied|\(403\)|Forbidden/;
/** How many versions are read to find one to put back. */
const TRIED = 5;

/**
 * Finds a state that was deleted, emptied, cut off or taken back to an older one, and a stack that has no state though it
 * is deployed. Terraform takes the first, the second and the last for a new stack, and would make all of it once more.
 *
 * A state that is all right takes one request, which lists its versions. It takes two more where the state has the size
 * of an older version, which a copy of that would have: they tell both by their serial numbers. A stack without any
 * version is looked for by a role that it makes.
 */
export async function checkState(stack: SynthesizedStack, options: CheckOptions = {}): Promise<StateCheck> {
  const location = stack.state;
  if (!location?.region) return {};
  const aws = options.aws ?? new Aws(location.region);
  return new Check(stack, aws, new StateStore(aws, location), options).run().catch((error: Error) => {
    const { message } = error;
    if (/NoSuchBucket/.test(message)) return { fault: noBucket(location.bucket) };
    if (DENIED.test(message) && message.startsWith('aws s3api')) {
      return {
        denied: `the credentials may not look at the state ${location.key} in the bucket ${location.bucket}: use those of the tooling account, and give its roles the rights of today by "npm run bootstrap"`,
      };
    }
    return { unchecked: `nobody knows whether the state of ${stack.name} is what it should be: ${message}` };
  });
}

/**
 * The same beside what Terraform does first with the state, which takes longer, and after it where that failed.
 * @param failed whether Terraform may have failed for the state.
 */
export async function checkBeside<T>(
  stack: SynthesizedStack,
  work: Promise<T>,
  failed: (result: T) => boolean,
  aws?: Aws,
): Promise<StateCheck & { readonly result: T }> {
  const [result, check] = await Promise.all([work, checkState(stack, { aws })]);
  const isFine = Object.keys(check).length === 0;
  const more = isFine && failed(result) ? await checkState(stack, { thorough: true, aws }) : check;
  return { ...more, result };
}

export function noBucket(bucket: string): string {
  return `the state's bucket ${bucket} is not there: make it by "npm run bootstrap" (docs/operating/bootstrap.md). If there was one: docs/runbooks/state.md`;
}

interface Readable {
  readonly version: StateVersion;
  readonly content: StateContent;
}

class Check {
  private readonly read = new Map<string, StateContent | string>();

  constructor(
    private readonly stack: SynthesizedStack,
    private readonly aws: Aws,
    private readonly store: StateStore,
    private readonly options: CheckOptions,
  ) {}

  async run(): Promise<StateCheck> {
    const versions = await this.store.versions();
    const fault = await this.faultOf(versions);
    if (fault === undefined) return {};
    return hasAny(versions) ? { fault } : { fault, isLost: true };
  }

  private async faultOf(versions: readonly StateVersion[]): Promise<string | undefined> {
    // A mark stays for ever, and what it deleted for as long as the bucket keeps versions.
    if (!hasAny(versions)) return this.lost();
    const [latest, ...older] = versions as [StateVersion, ...StateVersion[]];
    if (latest.isDeletion) return this.deleted(latest, older);
    if (latest.size === 0) return this.broken(latest, 'is empty', older);
    const mayBeOlder = older.some(({ size, isDeletion }) => !isDeletion && size === latest.size);
    if (!this.options.thorough && !mayBeOlder) return undefined;
    const content = await this.content(latest);
    if (typeof content === 'string') return this.broken(latest, content, older);
    return this.outOfLine(latest, content, older);
  }

  /** The state of a preview is deleted after its last resource. */
  private async deleted(mark: StateVersion, older: readonly StateVersion[]): Promise<string | undefined> {
    const best = await this.newestReadable(older);
    if (best?.content.resources.size === 0) return undefined;
    return this.sentence(`was deleted ${at(mark)}`, best);
  }

  private async broken(
    latest: StateVersion,
    what: string,
    older: readonly StateVersion[],
  ): Promise<string | undefined> {
    return this.sentence(`${what}, since ${time(latest)}`, await this.newestReadable(older));
  }

  /** A state that was stored beside Terraform, which refuses one that does not follow from the last. */
  private async outOfLine(
    latest: StateVersion,
    { serial, lineage }: StateContent,
    older: readonly StateVersion[],
  ): Promise<string | undefined> {
    const before = await this.newestReadable(older);
    if (!before) return undefined;
    if (before.content.lineage !== lineage) {
      // Such as a preview that was destroyed, and made again.
      if (before.content.resources.size === 0) return undefined;
      return this.sentence(
        `is another one since ${time(latest)}: its lineage is not that of the version before`,
        before,
        ' --another-lineage',
      );
    }
    if (before.content.serial <= serial) return undefined;
    return this.sentence(
      `was taken back ${at(latest)} to serial ${serial}, from ${before.content.serial}`,
      await this.highest(older, lineage),
    );
  }

  /** Of a bucket that was lost, or a first deploy that was killed before Terraform stored anything. */
  private async lost(): Promise<string | undefined> {
    const { name, environment, roleArn, roleName, account } = this.stack;
    if (roleName === undefined || this.options.restorable) return undefined;
    const aws = roleArn ? await this.aws.as(roleArn, 'state-check') : this.aws;
    const isThere = await aws.run('iam', 'get-role', '--role-name', roleName).then(
      () => true,
      (error: Error) => {
        if (/NoSuchEntity/.test(error.message)) return false;
        throw error;
      },
    );
    if (!isThere) return undefined;
    return `${name} has no state, though its role ${roleName} is in account ${account}: the state was lost, or the first deploy was killed. What there is of it is taken over by: npm run recover -- ${environment}`;
  }

  private sentence(what: string, best: Readable | undefined, word = ''): string | undefined {
    const { name, environment } = this.stack;
    const state = `the state of ${name} ${what}`;
    if (!best) {
      if (this.options.restorable) return undefined;
      return `${state}, and no version of it can be read. What there is of ${name} is taken over by: npm run recover -- ${environment}`;
    }
    const { version, content } = best;
    const count = content.resources.size;
    return `${state}. To put back the version of ${time(version)}, serial ${content.serial}, with ${count} ${count === 1 ? 'resource' : 'resources'}: npm run state -- restore ${name} ${version.id}${word}`;
  }

  private async newestReadable(versions: readonly StateVersion[]): Promise<Readable | undefined> {
    for (const version of triedOf(versions)) {
      const content = await this.content(version);
      if (typeof content !== 'string') return { version, content };
    }
    return undefined;
  }

  /** The latest of all that were tried, where several were taken back. */
  private async highest(versions: readonly StateVersion[], lineage: string): Promise<Readable | undefined> {
    const readable: Readable[] = [];
    for (const version of triedOf(versions)) {
      const content = await this.content(version);
      if (typeof content !== 'string' && content.lineage === lineage) readable.push({ version, content });
    }
    return readable.sort((a, b) => b.content.serial - a.content.serial)[0];
  }

  private async content(version: StateVersion): Promise<StateContent | string> {
    const known = this.read.get(version.id) ?? readContent(await this.store.read(version));
    this.read.set(version.id, known);
    return known;
  }
}

function hasAny(versions: readonly StateVersion[]): boolean {
  return versions.some(({ isDeletion }) => !isDeletion);
}

function triedOf(versions: readonly StateVersion[]): StateVersion[] {
  return versions.filter(({ isDeletion, size }) => !isDeletion && size > 0).slice(0, TRIED);
}

const at = (version: StateVersion) => `at ${time(version)}`;
