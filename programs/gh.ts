import { Failure } from '../console/failure';
import { capture } from './capture';

/** GitHub's own CLI, for the repository of this clone. It finds its token by itself (`GH_TOKEN`). */
export class Gh {
  constructor(private readonly env: NodeJS.ProcessEnv = process.env) {}

  /** @throws Failure with what gh has to say. */
  async run(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await capture('gh', args, { env: this.env });
    if (code === 0) return stdout.trim();
    if (code === undefined && stderr.includes('ENOENT')) {
      throw new Failure('gh is not on PATH: https://cli.github.com');
    }
    throw new Failure(
      `gh ${args.slice(0, 2).join(' ')}: ${stderr.trim() || stdout.trim() || 'it was killed'}`,
    );
  }

  async json<T>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.run(...args)) as T;
  }
}
