import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(__dirname, '..', '..');
export const project = JSON.parse(readFileSync(join(root, 'platform.json'), 'utf8'));

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** `npm run local`, with an emulator and a folder of its own. */
export class LocalCommand {
  readonly folder: string;

  constructor(
    name: string,
    private readonly port: number,
  ) {
    this.folder = join(root, '.local', name);
  }

  run(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
    const command = ['--import', 'tsx', 'local/cli.ts', ...args, '--port', String(this.port)];
    const child = spawn(process.execPath, command, {
      cwd: root,
      env: { ...process.env, PLATFORM_LOCAL: this.folder, ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += text;
      });
    }
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
  }

  /** What a shell has after `eval "$(npm run --silent local -- env)"`. */
  async variables(): Promise<NodeJS.ProcessEnv> {
    const { output } = await this.run(['env']);
    const exported = [...output.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name, value]) => [name, value]);
    return { ...process.env, ...Object.fromEntries(exported) };
  }

  /** Asks the emulator itself. */
  async emulator<T>(path: string, request: RequestInit = {}): Promise<T> {
    const { port } = JSON.parse(readFileSync(join(this.folder, 'emulator.json'), 'utf8'));
    const response = await fetch(`http://127.0.0.1:${port}/_emulator/${path}`, request);
    return (await response.json()) as T;
  }

  stackFolder(stack: string): string {
    return join(this.folder, 'cdktf.out', 'stacks', stack);
  }
}
