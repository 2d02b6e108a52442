import type { Failure } from '../../../console/failure';
import type { Aws } from '../../../programs/aws';
import type { Kubectl } from '../../../programs/kubectl';

const GONE =
  /NotFound|NoSuch|does not exist|not found|could not be found|ResourceNotFoundException|\(404\)|ParameterNotFound|NonExistent/i;
const NO_SUCH_KIND = /doesn't have a resource type|could not find the requested resource/;

/** What is in an account and in its cluster. Each question is asked once. */
export class Surroundings {
  private readonly answers = new Map<string, Promise<unknown>>();

  /**
   * @param aws as whoever deploys the stack.
   * @param kubectl of its cluster; called when there is something to look for.
   */
  constructor(
    private readonly aws: Aws,
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
      const text = await this.aws.run(...args).catch((error: Failure) => {
        if (GONE.test(error.message)) return undefined;
        throw error;
      });
      return text === undefined ? undefined : ((text.trim() ? JSON.parse(text) : null) as T);
    });
  }

  /** The same of what may be somebody else's, which a role may not look at: then it is not there either. */
  async askOfAny<T>(...args: readonly string[]): Promise<T | undefined> {
    return this.ask<T>(...args).catch((error: Failure) => {
      if (/AccessDenied/.test(error.message)) return undefined;
      throw error;
    });
  }

  /** Changes something. @throws Failure with what AWS says. */
  async run(...args: readonly string[]): Promise<void> {
    await this.aws.run(...args);
  }

  /** Rows of what the AWS CLI lists. */
  async rows(args: readonly string[], query: string): Promise<readonly Columns[]> {
    return (await this.ask<readonly Columns[]>(...args, '--query', query)) ?? [];
  }

  /**
   * Names of the objects of a kind, with their namespaces where they have one.
   * @param kind as kubectl knows it: `jobs`, `TargetGroupBinding.v1.eks.amazonaws.com`.
   */
  objects(kind: string): Promise<readonly string[]> {
    return this.once(`kubectl ${kind}`, async () => {
      const template = '{range .items[*]}{.metadata.namespace}/{.metadata.name}{"\\n"}{end}';
      const list = ['get', kind, '--all-namespaces', `--output=jsonpath=${template}`];
      const text = await (await this.kubectl()).run(...list).catch((error: Failure) => {
        if (NO_SUCH_KIND.test(error.message)) return '';
        throw error;
      });
      return text.split('\n').map((name) => name.replace(/^\//, ''));
    });
  }

  private once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const answer = this.answers.get(key) ?? ask();
    this.answers.set(key, answer);
    return answer as Promise<T>;
  }
}

export type Columns = readonly (string | number | boolean | null)[];
