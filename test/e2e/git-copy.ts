import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ProjectCopy } from './project-copy';

/** Links to the project's own. A link is no folder, so that git would take it for a file. */
const SHARED = ['node_modules', 'cli/node_modules'];

/** A copy of the project that is a repository of its own: `origin/main` is the project as it is. */
export class GitCopy extends ProjectCopy {
  constructor(directory: string) {
    super(directory);
    this.git('init', '--quiet', '--initial-branch=main');
    this.commit();
    this.merge();
  }

  git(...args: string[]): string {
    const who = ['-c', 'user.name=test', '-c', 'user.email=test@acme.example'];
    return execFileSync('git', [...who, ...args], { cwd: this.directory, encoding: 'utf8' }).trim();
  }

  /** Commits all but what is shared with the project. */
  commit(): void {
    this.git('add', '--all', '--', ':!.local', ...SHARED.map((shared) => `:!${shared}`));
    this.git('commit', '--quiet', '--message=change');
  }

  /** From here on what is committed is in the main branch of the forge. */
  merge(): void {
    this.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  }

  /** A clone within this folder, of what is committed, that knows the same main branch. */
  checkoutBeside(name: string): string {
    const directory = join(this.directory, name);
    this.git('clone', '--quiet', '--no-hardlinks', this.directory, directory);
    const main = this.git('rev-parse', 'origin/main');
    this.git('-C', directory, 'update-ref', 'refs/remotes/origin/main', main);
    for (const shared of SHARED) symlinkSync(join(this.directory, shared), join(directory, shared));
    return directory;
  }

  /** Removes what commands have left. */
  clean(): void {
    this.git('clean', '-ffdxq', '--exclude=node_modules', '--exclude=.local');
  }

  /** Back to what is in the main branch, and to nothing else. */
  reset(): void {
    this.git('reset', '--quiet', '--hard', 'origin/main');
    this.clean();
  }
}
