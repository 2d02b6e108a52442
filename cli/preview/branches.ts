import { previewId } from '../../declarations/preview-id';
import { capture } from '../../programs/capture';
import { Gh } from '../../programs/gh';

/** What previews are of: branches and pull requests of the repository that this clone is of. */
export class Branches {
  private heads?: Promise<readonly string[] | undefined>;

  constructor(private readonly env: NodeJS.ProcessEnv = process.env) {}

  /** Whether the branch or pull request of a preview is gone. Undefined: it can't be told. */
  async isGone(id: string): Promise<boolean | undefined> {
    // Of a pull request in the repository of an application: .github/workflows/application-preview.yml.
    if (/^pr-\d+-.*-[0-9a-f]{8}$/.test(id)) return undefined;
    const number = id.match(/^pr-(\d+)$/)?.[1];
    if (number !== undefined) return this.isClosed(number);
    this.heads ??= this.readHeads();
    const heads = await this.heads;
    return heads && !heads.some((name) => previewId(name) === id);
  }

  /** Undefined when no branch is checked out. */
  async current(): Promise<string | undefined> {
    const { code, stdout } = await capture('git', ['branch', '--show-current'], { env: this.env });
    return code === 0 ? stdout.trim() || undefined : undefined;
  }

  private async isClosed(number: string): Promise<boolean | undefined> {
    const gh = new Gh(this.env);
    const state = await gh
      .run('pr', 'view', number, '--json', 'state', '--jq', '.state')
      .catch(() => undefined);
    return state === undefined ? undefined : state === 'CLOSED' || state === 'MERGED';
  }

  /** A repository without any branch is none to go by. */
  private async readHeads(): Promise<readonly string[] | undefined> {
    const { code, stdout } = await capture('git', ['ls-remote', '--heads', 'origin'], { env: this.env });
    const names = stdout.split('\n').flatMap((line) => line.match(/\trefs\/heads\/(.+)$/)?.[1] ?? []);
    return code === 0 && names.length > 0 ? names : undefined;
  }
}
