import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './local-command';

// biome-ignore lint/suspicious/noExplicitAny: a parameter file as it is; what a test changes, it knows
type Parameters = any;

const SHARED = ['node_modules', 'cli/node_modules', '.local'];

/** A copy of the project, to change as its owner would. Installed packages and what takes long to make are shared. */
export class ProjectCopy {
  constructor(readonly directory: string) {
    rmSync(directory, { recursive: true, force: true });
    const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
    });
    // In a copy of a copy they are links, which git takes for files.
    for (const file of files.split('\0').filter((name) => name && !SHARED.includes(name))) {
      mkdirSync(dirname(join(directory, file)), { recursive: true });
      cpSync(join(root, file), join(directory, file));
    }
    for (const shared of SHARED) {
      symlinkSync(join(root, shared), join(directory, shared));
    }
  }

  /** Changes the parameter file of an environment. */
  parameters(environment: string, change: (parameters: Parameters) => void): void {
    const file = join(this.directory, 'environments', `${environment}.json`);
    const parameters = JSON.parse(readFileSync(file, 'utf8'));
    change(parameters);
    writeFileSync(file, JSON.stringify(parameters, null, 2));
  }

  /** What a file says. */
  text(file: string): string {
    return readFileSync(join(this.directory, file), 'utf8');
  }

  /** Changes a source file. @throws when there is nothing to replace. */
  source(file: string, from: string, to: string): void {
    const text = this.text(file);
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    writeFileSync(join(this.directory, file), text.replace(from, to));
  }
}
