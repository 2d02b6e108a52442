import type { Failure } from '../../../console/failure';
import { type Aws, ifThere } from '../../../programs/aws';
import type { Kubectl } from '../../../programs/kubectl';
import { pooled } from '../../../programs/pooled';

const NO_SUCH_KIND = /doesn't have a resource type|could not find the requested resource/;

/** Calls of kubectl at a time. */
const AT_ONCE = 4;

/** What is in an account and in its cluster. Each question is asked once. */
export class Surroundings {
  private readonly answers = new Map<string, Promise<unknown>>();

  /**
   * @param aws as whoever deploys the stack.
   * @param kubectl of its cluster; called when there is something to look for.
   */
  constructor(
    readonly aws: Aws,
    private readonly kubectl: () => Promise<Kubectl>,
    readonly id: string,
    readonly region: string,
  ) {}

  /**
   * What the AWS CLI answers. Undefined: what was asked about is not there.
   * @throws Failure when AWS does not tell.
   */
  ask<T>(...args: readonly string[]): Promise<T | undefined> {
    return this.once(args.join('\n'), async () => {
      const text = await ifThere(this.aws.run(...args));
      return text === undefined ? undefined : ((text.trim() ? JSON.parse(text) : null) as T);
    });
  }

  /** Keeps what the answer to one question tells of another. */
  tell(answer: unknown, ...args: readonly string[]): void {
    this.answers.set(args.join('\n'), Promise.resolve(answer));
  }

  /** The same of what may be somebody else's, which a role may not look at: then it is not there either. */
  async askOfAny<T>(...args: readonly string[]): Promise<T | undefined> {
    return this.ask<T>(...args).catch((error: Failure) => {
      if (/AccessDenied/.test(error.message)) return undefined;
      throw error;
    });
  }

  /** Rows of what the AWS CLI lists. */
  async rows(args: readonly string[], query: string): Promise<readonly Columns[]> {
    return (await this.ask<readonly Columns[]>(...args, '--query', query)) ?? [];
  }

  /**
   * The objects of some kinds, each as `Job.v1.batch NAMESPACE/NAME`. A kind that the cluster does not know has none.
   * @param kinds with version and group: `Job.v1.batch`, `Namespace.v1.`.
   */
  objects(kinds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.once(`kubectl ${kinds.join()}`, async () => {
      const text = await this.list(kinds).catch(async (error: Failure) => {
        if (!NO_SUCH_KIND.test(error.message)) throw error;
        if (kinds.length === 1) return '';
        const each = await pooled(kinds, AT_ONCE, (kind) => this.objects([kind]));
        return each.flatMap((objects) => [...objects]).join('\n');
      });
      return new Set(text.split('\n'));
    });
  }

  /** In one call: each is a process, which starts another one that asks for a token. */
  private async list(kinds: readonly string[]): Promise<string> {
    const template =
      '{range .items[*]}{.apiVersion} {.kind} {.metadata.namespace}/{.metadata.name}{"\\n"}{end}';
    const kubectl = await this.once('kubectl', this.kubectl);
    const text = await kubectl.run(
      ...['get', kinds.join(), '--all-namespaces', `--output=jsonpath=${template}`],
    );
    return text.replace(/^(?:(.*)\/)?(\S+) (\S+) \/?(\S+)$/gm, '$3.$2.$1 $4');
  }

  private once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const answer = this.answers.get(key) ?? ask();
    this.answers.set(key, answer);
    return answer as Promise<T>;
  }
}

export type Columns = readonly (string | number | boolean | null)[];
