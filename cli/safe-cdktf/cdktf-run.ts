import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** This repository's own cdktf, which takes care of Ctrl-C and of locks. */
const CDKTF = join(__dirname, 'cdktf');
/** Terraform's words for an empty plan. */
const EMPTY = 'No changes. Your infrastructure matches the configuration.';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Deploys a stack at the same terminal. @returns the exit code. */
export async function deploy(stack: string, autoApprove: boolean): Promise<number> {
  const { code } = await run(['deploy', stack, ...(autoApprove ? ['--auto-approve'] : [])], 'inherit');
  return code;
}

/** Plans a stack, and shows the plan. */
export async function showsNoChanges(stack: string): Promise<boolean> {
  const { code, output } = await run(['diff', stack], 'pipe');
  return code === 0 && stripVTControlCharacters(output).includes(EMPTY);
}

/** Runs any command of it, for whose output stderr is the place. @returns the exit code. */
export async function runAside(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return (await run(args, STDERR, env)).code;
}

const STDERR = 2;

function run(
  args: readonly string[],
  stdout: 'inherit' | 'pipe' | typeof STDERR,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CDKTF, ...args], { env, stdio: ['inherit', stdout, 'inherit'] });
    // A Ctrl-C at the terminal reaches it as well; what was meant for this process alone is passed on.
    const pass = (signal: NodeJS.Signals) => signal === 'SIGINT' || child.kill(signal);
    for (const signal of SIGNALS) process.on(signal, pass);
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      process.stdout.write(text);
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      for (const passed of SIGNALS) process.off(passed, pass);
      resolve({ code: code ?? 128 + constants.signals[signal!], output });
    });
  });
}
