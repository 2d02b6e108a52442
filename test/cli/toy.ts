import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(__dirname, '../..');

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when the output has the text. */
  shows(text: string): Promise<void>;
}

/** A project with this repository's command, and with a CLI and a Terraform written for one test. */
export class Toy {
  readonly folder = mkdtempSync(join(tmpdir(), 'cdktf-command-'));

  constructor() {
    for (const folder of [
      'cli',
      'console',
      'constructs/core',
      'declarations',
      'parameters',
      'plan',
      'problems',
      'programs',
      'stacks',
      'terraform',
    ])
      cpSync(join(root, folder), this.path(folder), {
        recursive: true,
        filter: (from) => !from.includes('node_modules'),
      });
    cpSync(join(root, 'package.json'), this.path('package.json'));
    mkdirSync(this.path('node_modules'));
    symlinkSync(join(root, 'node_modules/tsx'), this.path('node_modules/tsx'));
    mkdirSync(this.path('stacks/dev'), { recursive: true });
    this.terraform('');
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  /** The body of a Node script that stands in for the CDKTF CLI. */
  cli(body: string): this {
    return this.script('node_modules/cdktf-cli/bin/cdktn', body);
  }

  /** The body of a Node script that stands in for Terraform. */
  terraform(body: string): this {
    return this.script('bin/terraform', body);
  }

  /** Packages that what is tested needs. */
  modules(...names: readonly string[]): this {
    for (const name of names) symlinkSync(join(root, 'node_modules', name), this.path('node_modules', name));
    return this;
  }

  file(name: string, text: string): this {
    writeFileSync(this.path(name), text);
    return this;
  }

  /** The synthesized stack `dev`. */
  stack(synthesized: object): this {
    writeFileSync(this.path('stacks/dev/cdk.tf.json'), JSON.stringify(synthesized));
    return this;
  }

  /** A stack that builds on `dev`. */
  dependant(name: string): this {
    mkdirSync(this.path('stacks', name));
    const entry = (stack: string, ...dependencies: readonly string[]) => ({
      [stack]: { name: stack, workingDirectory: `stacks/${stack}`, dependencies },
    });
    const stacks = { ...entry('dev'), ...entry(name, 'dev') };
    writeFileSync(this.path('manifest.json'), JSON.stringify({ stacks }));
    for (const each of Object.keys(stacks)) {
      if (!this.has('stacks', each, 'cdk.tf.json'))
        writeFileSync(this.path('stacks', each, 'cdk.tf.json'), '{}');
    }
    return this;
  }

  /** The app, which writes the stack `dev` and its dependant. */
  app(): this {
    return this.script(
      'app.js',
      `const { cpSync } = require('node:fs');
for (const part of ['manifest.json', 'stacks'])
  cpSync(part, process.env.CDKTF_OUTDIR + '/' + part, { recursive: true });`,
    );
  }

  /** Calls the command. */
  cdktf(...args: string[]): Running {
    return this.run(this.folder, this.path('cli/safe-cdktf/cdktf'), args);
  }

  cdktfWith(env: NodeJS.ProcessEnv, ...args: string[]): Running {
    return this.run(this.folder, this.path('cli/safe-cdktf/cdktf'), args, env);
  }

  /** Calls the guard as the CLI does, in the folder of the stack `dev`. */
  guard(...args: string[]): Running {
    return this.guardIn('dev', args);
  }

  guardIn(stack: string, args: string[], env: Record<string, string> = {}): Running {
    mkdirSync(this.path('cdktf.out/run-1'), { recursive: true });
    return this.run(this.path('stacks', stack), this.path('cli/safe-cdktf/terraform-guard'), args, env);
  }

  has(...parts: string[]): boolean {
    return existsSync(this.path(...parts));
  }

  read(...parts: string[]): string {
    return readFileSync(this.path(...parts), 'utf8');
  }

  list(...parts: string[]): string[] {
    return readdirSync(this.path(...parts));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private script(file: string, body: string): this {
    mkdirSync(join(this.path(file), '..'), { recursive: true });
    writeFileSync(this.path(file), `#!/usr/bin/env node\n${body}\n`);
    chmodSync(this.path(file), 0o755);
    return this;
  }

  private run(cwd: string, file: string, args: string[], env: NodeJS.ProcessEnv = {}): Running {
    return run(cwd, file, args, {
      ...process.env,
      PLATFORM_TERRAFORM: this.path('bin/terraform'),
      PLATFORM_RUN: this.path('cdktf.out/run-1'),
      ...env,
    });
  }
}

/** Starts a program in a process group of its own, as a shell would. */
export function run(cwd: string, file: string, args: string[], env: NodeJS.ProcessEnv): Running {
  const process = spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [process.stdout, process.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<Ended>((resolve) => process.on('close', (code) => resolve({ code, output })));
  const shows = async (text: string) => {
    while (!output.includes(text)) {
      if (process.exitCode !== null) throw new Error(`ended without "${text}":\n${output}`);
      await sleep(20);
    }
  };
  return { process, ended, shows };
}
