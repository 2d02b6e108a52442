import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { ProjectCopy } from './project-copy';

export interface PreviewEnded {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface PreviewStarted {
  readonly child: ChildProcess;
  readonly ended: Promise<PreviewEnded>;
}

/** A command of a copy of the project, run as npm runs it: `preview`, `plan` or `cdktf`. */
export function startCommand(
  copy: ProjectCopy,
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): PreviewStarted {
  const program =
    name === 'cdktf' ? ['cli/safe-cdktf/cdktf'] : ['--import', 'tsx', join('cli', name, `${name}.ts`)];
  const child = spawn(process.execPath, [...program, ...args], {
    cwd: copy.directory,
    env: { ...env, CI: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  return {
    child,
    ended: new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr }))),
  };
}
