import { type SpawnOptions, spawn } from 'node:child_process';

export interface Captured {
  /** Undefined when it could not be started, or was killed. */
  readonly code?: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a short command to its end. Never rejects: that it cannot be started is a result too. */
export function capture(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'cwd' | 'env'> = {},
): Promise<Captured> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', (error) => resolve({ stdout, stderr: stderr || error.message }));
    child.once('close', (code) => resolve({ code: code ?? undefined, stdout, stderr }));
  });
}
