import { mkdirSync } from 'node:fs';
import { Failure } from '../console/failure';
import { capture } from './capture';

/** What is checked out. */
export interface Head {
  readonly commit: string;
  /** Undefined: none, as in most workflows. */
  readonly branch?: string;
  /** That mark this commit. */
  readonly tags: readonly string[];
  /** Of the commit, in seconds since 1970. */
  readonly date: number;
  /** Files of the folder that differ from the commit, or that git does not know. */
  readonly changed: readonly string[];
}

/** The repository that a folder is in. */
export class Git {
  constructor(private readonly directory: string) {}

  /**
   * The newest common commit of a reference and HEAD.
   * @throws Failure when there is none, as in a clone without history.
   */
  async mergeBase(reference: string): Promise<string> {
    const commit = await this.commit('--base', reference);
    const base = await this.try('merge-base', commit, 'HEAD');
    if (base !== undefined) return base;
    throw new Failure(
      `--base: got "${reference}", which has no commit in common with HEAD in this clone; if that is a shallow one: git fetch --unshallow`,
    );
  }

  /**
   * The commit that a reference means.
   * @param option the argument that names it.
   * @throws Failure when this clone has none.
   */
  async commit(option: string, reference: string): Promise<string> {
    const name = `${reference}^{commit}`;
    const commit = await this.try('rev-parse', '--verify', '--quiet', '--end-of-options', name);
    if (commit !== undefined) return commit;
    throw new Failure(
      `${option}: got "${reference}"; allowed: a branch, tag or commit that this clone has. To fetch one: git fetch origin`,
    );
  }

  /** Whether HEAD is older than a commit: in its history, and not the same. */
  async isBehind(commit: string): Promise<boolean> {
    return this.isBefore(await this.must('rev-parse', 'HEAD'), commit);
  }

  /** Whether one commit is in the history of another, and not the same. */
  async isBefore(one: string, other: string): Promise<boolean> {
    return one !== other && (await this.try('merge-base', '--is-ancestor', one, other)) !== undefined;
  }

  /** How many commits of main a commit lacks. Undefined: this clone does not have the one or the other. */
  async behindMain(commit: string): Promise<number | undefined> {
    for (const main of ['origin/main', 'main']) {
      const count = await this.try('rev-list', '--count', '--end-of-options', `${commit}..${main}`);
      if (count !== undefined) return Number(count);
    }
    return undefined;
  }

  /**
   * The commits of the main line after one, HEAD included, the oldest first. HEAD alone where that one is not before it,
   * or not in this clone.
   */
  async commitsSince(commit: string | undefined): Promise<string[]> {
    const head = await this.must('rev-parse', 'HEAD');
    if (commit === undefined || !(await this.isBefore(commit, head))) return [head];
    return (await this.must('rev-list', '--first-parent', '--reverse', `${commit}..${head}`)).split('\n');
  }

  /** Writes all files of a commit into a folder. @throws Failure with what git or tar have to say. */
  async extract(commit: string, folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    const file = `${folder}.tar`;
    await this.must('archive', '--format=tar', `--output=${file}`, commit);
    const { code, stderr } = await capture('tar', ['-xf', file, '-C', folder]);
    if (code !== 0) throw new Failure(`tar: ${stderr.trim()}`);
  }

  /** Of a file in a commit. Undefined when it is not in it. */
  file(commit: string, path: string): Promise<string | undefined> {
    return this.try('show', `${commit}:${path}`);
  }

  /** The files of a folder in a commit, by their paths from the repository's folder that this is of. */
  async namesIn(commit: string, folder: string): Promise<string[]> {
    return split(await this.must('ls-tree', '--name-only', '-z', commit, '--', `${folder}/`));
  }

  /** The text of a file in a commit, as it is. @throws Failure when it is not in it. */
  text(commit: string, path: string): Promise<string> {
    return this.run('show', `${commit}:./${path}`);
  }

  /** What differs between a commit and the files as they are, those that git does not know included. */
  async changedSince(commit: string): Promise<string[]> {
    const outputs = await Promise.all([
      this.must('diff', '--name-only', '-z', '--no-renames', '--relative', commit),
      this.must('ls-files', '-z', '--others', '--exclude-standard'),
    ]);
    return outputs.flatMap(split);
  }

  /** Where it stands. @throws Failure when it is none, or has no commit. */
  async head(): Promise<Head> {
    const commit = await this.must('rev-parse', '--verify', 'HEAD');
    const tags = await this.must('tag', '--points-at', 'HEAD');
    return {
      commit,
      branch: await this.try('symbolic-ref', '--quiet', '--short', 'HEAD'),
      tags: tags.split('\n').filter(Boolean),
      date: Number(await this.must('show', '--no-patch', '--format=%ct', 'HEAD')),
      changed: split(await this.must('status', '--porcelain', '-z', '--', '.')).map((line) => line.slice(3)),
    };
  }

  private async must(...args: readonly string[]): Promise<string> {
    return (await this.run(...args)).trim();
  }

  private async run(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await capture('git', args, { cwd: this.directory });
    if (code !== 0) throw new Failure(`git ${args[0]}: ${stderr.trim() || 'it did not start'}`);
    return stdout;
  }

  private async try(...args: readonly string[]): Promise<string | undefined> {
    const { code, stdout } = await capture('git', args, { cwd: this.directory });
    return code === 0 ? stdout.trim() : undefined;
  }
}

function split(output: string): string[] {
  return output.split('\0').filter(Boolean);
}
