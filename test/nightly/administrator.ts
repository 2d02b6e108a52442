import { administrator, type Credentials } from '../../local/emulated-aws/assume-role';
import { capture } from '../../programs/capture';
import { SHELL } from '../e2e/documented-blocks';
import type { LocalCommand } from '../e2e/local-command';
import type { ProjectCopy } from '../e2e/project-copy';

/** In place of the terminal at which somebody answers. */
const YES = '--auto-approve';

/** Somebody with all rights in the tooling account, in a shell in a copy of the project. */
export class Administrator {
  private constructor(
    private readonly copy: ProjectCopy,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** @param arn of the user. */
  static async signIn(local: LocalCommand, copy: ProjectCopy, arn: string): Promise<Administrator> {
    const keys = await administrator(`http://127.0.0.1:${local.record().port}`, arn);
    return new Administrator(copy, { ...(await local.variables()), ...variables(keys), CI: '1' });
  }

  /** @returns what it prints. Throws when it fails. @param as keys of whom else. */
  async type(line: string, as: NodeJS.ProcessEnv = {}): Promise<string> {
    const options = { cwd: this.copy.directory, env: { ...this.env, ...as } };
    const { code, stdout, stderr } = await capture('bash', ['-c', `${SHELL}${line}`], options);
    if (code !== 0) throw new Error(`${line}: exit code ${code}\n${`${stdout}${stderr}`.slice(-8000)}`);
    return stdout;
  }

  /** The same for a command that asks. */
  confirm(line: string): Promise<string> {
    return this.type(`${line}${/^npm run \S+$/.test(line) ? ' --' : ''} ${YES}`);
  }

  /** Keys of a session of a role. */
  async assume(roleArn: string): Promise<NodeJS.ProcessEnv> {
    const answer = await this.type(
      `aws sts assume-role --role-arn ${roleArn} --role-session-name rebuild --output json`,
    );
    const { AccessKeyId, SecretAccessKey, SessionToken } = JSON.parse(answer).Credentials;
    return variables({
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    });
  }
}

function variables({ accessKeyId, secretAccessKey, sessionToken }: Credentials): NodeJS.ProcessEnv {
  return {
    AWS_PROFILE: undefined,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  };
}
