import { Failure } from '../console/failure';
import { capture } from './capture';

interface Assumed {
  readonly Credentials: {
    readonly AccessKeyId: string;
    readonly SecretAccessKey: string;
    readonly SessionToken: string;
  };
}

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

  /** @throws Failure with what the AWS CLI has to say. */
  async json<T>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.run(...args)) as T;
  }

  /** The same for what prints nothing, or no JSON. */
  async run(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await capture(
      'aws',
      [...args, '--region', this.region, '--output', 'json'],
      {
        env: this.env,
      },
    );
    if (code === 0) return stdout;
    if (code === undefined && stderr.includes('ENOENT')) {
      throw new Failure(
        'aws is not on PATH: https://docs.aws.amazon.com/cli/. For the local environments: eval "$(npm run --silent local -- env)"',
      );
    }
    throw new Failure(`aws ${args.slice(0, 2).join(' ')}: ${stderr.trim() || 'it was killed'}`);
  }
}
