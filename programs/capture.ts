import { type SpawnOptions, spawn } from 'node:child_process';

export interface Captured {
  /** Undefined when it could not be started, or was killed. */
  readonly code?: number;
  /** What killed it. */
  readonly signal?: NodeJS.Signals;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a short command to its end. Never rejects: that it cannot be started is a result too. `input` is what it reads
 * from stdin; default: nothing.
 */
export function capture(
  command: string,
  args: readonly string[],
  { input, ...options }: Pick<SpawnOptions, 'cwd' | 'env'> & { readonly input?: string } = {},
): Promise<Captured> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...options,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    // What ends early reads no more of it, and says itself why.
    child.stdin?.on('error', () => {}).end(input);
    child.once('error', (error) => resolve({ stdout, stderr: stderr || error.message }));
    child.once('close', (code, signal) =>
      resolve({ code: code ?? undefined, signal: signal ?? undefined, stdout, stderr }),
    );
  });
}
