import { Failure } from '../console/failure';
import { capture } from './capture';

interface Assumed {
  readonly Credentials: {
    readonly AccessKeyId: string;
    readonly SecretAccessKey: string;
    readonly SessionToken: string;
  };
}

const GONE = /NotFound|NoSuch|does not exist|not found|could not be found|\(404\)|NonExistent/i;

/** Whether what was asked about is not there. */
export function isGone({ message }: Error): boolean {
  return GONE.test(message);
}

/** What a call answers. Undefined: what it asks about is not there. */
export function ifThere<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: Error) => {
    if (isGone(error)) return undefined;
    throw error;
  });
}

/** What stands for a value that comes by stdin. */
export const STDIN = 'file:///dev/stdin';

/** What Node gives to a child is a socket, which no program can open by the name of its stdin. */
const AS_A_PIPE = 'cat | "$0" "$@"';

/** The AWS CLI, as one caller in one region. */
export class Aws {
  constructor(
    private readonly region: string,
    private readonly env: NodeJS.ProcessEnv = process.env,
  ) {}

  /** The same as a role that this caller may assume. @throws Failure when it may not. */
  async as(roleArn: string, session: string): Promise<Aws> {
    const args = ['sts', 'assume-role', '--role-arn', roleArn, '--role-session-name', session];
    const { Credentials } = await this.json<Assumed>(...args);
    const { AWS_PROFILE: _profile, AWS_DEFAULT_PROFILE: _default, ...kept } = this.env;
    return new Aws(this.region, {
      ...kept,
      AWS_ACCESS_KEY_ID: Credentials.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: Credentials.SecretAccessKey,
      AWS_SESSION_TOKEN: Credentials.SessionToken,
    });
  }

  /** The same in another region. */
  in(region: string): Aws {
    return new Aws(region, this.env);
  }

  /** @throws Failure with what the AWS CLI has to say. */
  async json<T>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.run(...args)) as T;
  }

  /**
   * The same for a value that no argument may hold, as other users of a machine see those: it goes by stdin, where an
   * argument among the others (`STDIN`) says that it is.
   */
  async send<T>(value: string, ...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.call(args, value)) as T;
  }

  /** The same for what prints nothing, or no JSON. */
  async run(...args: readonly string[]): Promise<string> {
    return this.call(args);
  }

  private async call(args: readonly string[], input?: string): Promise<string> {
    const all = [...args, '--region', this.region, '--output', 'json'];
    const [program, ...rest] = input === undefined ? ['aws', ...all] : ['sh', '-c', AS_A_PIPE, 'aws', ...all];
    const { code, stdout, stderr } = await capture(program!, rest, {
      env: { ...this.env, AWS_CLI_FILE_ENCODING: 'UTF-8' },
      input,
    });
    if (code === 0) return stdout;
    if (code === undefined && stderr.includes('ENOENT')) {
      throw new Failure(
        'aws is not on PATH: https://docs.aws.amazon.com/cli/. For the local environments: eval "$(npm run --silent local -- env)"',
      );
    }
    throw new Failure(`aws ${args.slice(0, 2).join(' ')}: ${stderr.trim() || 'it was killed'}`);
  }
}
