import { spawn } from 'node:child_process';
import { copyFileSync, existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { capture } from '../../programs/capture';
import { terraformEnvironment } from '../../terraform/environment';
import { logErrors, readFaults } from '../../terraform/error-log';
import { hints } from '../../terraform/hint';
import { lockLeft } from '../../terraform/lock';
import { terraformProgram } from '../../terraform/program';
import { readStack } from '../../terraform/synthesized-stack';
import type { Afterwards } from '../recover/look-afterwards';
import { refusedChange } from './refused-change';
import { RunFolder } from './run-folder';

// Stands in for Terraform in the CDKTF CLI, one for each call of it: docs/cdktf-command.md.

const LOCKING = ['apply', 'destroy', 'plan'];
const CHANGING = ['apply', 'plan'];

const args = process.argv.slice(2);
const [command = ''] = args;
const stack = readStack(process.cwd());
const binary = terraformProgram();
const run =
  process.env.PLATFORM_RUN && command !== 'version' ? new RunFolder(process.env.PLATFORM_RUN) : undefined;
const note = { guard: process.pid, what: `${command} in ${stack.name}` };
const errors = run?.errorLog(process.pid);

/** Why the stack may not be destroyed, or may not become what was synthesized. */
async function refusal(): Promise<string | undefined> {
  const destroys = command === 'destroy' || args.some((arg) => /^--?destroy(=true)?$/.test(arg));
  if (destroys) return stack.protection;
  return CHANGING.includes(command) ? refusedChange(stack, binary, command === 'apply') : undefined;
}

function environment(): NodeJS.ProcessEnv {
  const env = terraformEnvironment();
  return errors ? logErrors(errors, env) : env;
}

function runTerraform(): void {
  const locked = run?.providerLock;
  if (command === 'init' && locked && existsSync(locked)) copyFileSync(locked, '.terraform.lock.hcl');
  // Terraform takes a second interrupt for "quit at once", and one Ctrl-C can reach us several times.
  let asked = false;
  let forced = false;
  const ask = () => {
    if (!asked) terraform.kill('SIGINT');
    asked = true;
  };
  const force = () => {
    forced = true;
    terraform.kill('SIGINT');
  };
  process.on('SIGINT', ask).on('SIGTERM', ask).on('SIGQUIT', force);
  // When it ends early, the CLI closes the terminal or pipe that Terraform writes to. Either signal would
  // kill Terraform before it saves and unlocks, and only a shell can start it with both ignored.
  const script = `trap '' HUP PIPE; exec "$0" "$@"`;
  const started = new Date();
  const terraform = spawn('sh', ['-c', script, binary, ...args], {
    stdio: 'inherit',
    env: environment(),
  });
  terraform.on('exit', (code, signal) => {
    const left = code !== 0 && LOCKING.includes(command);
    const why = left ? lockLeft(binary, stack.name, forced || signal ? started : undefined) : undefined;
    const found = code !== 0 && errors ? hints(stack, readFaults(errors)) : [];
    const ended = code ?? 128 + constants.signals[signal!];
    if (code === 0 && command === 'destroy') void lookAfterwards(ended);
    else end(ended, why, found);
  });
}

/**
 * What a destroy has left keeps no other stack from being destroyed: the command tells of it at the end. A process of its
 * own looks for it, so that no other call of Terraform loads that code.
 */
async function lookAfterwards(code: number): Promise<void> {
  const look = ['--require', require.resolve('tsx/cjs'), join(__dirname, '../recover/look-afterwards.ts')];
  const env = terraformEnvironment();
  const { code: looked, stdout, stderr } = await capture(process.execPath, look, { env });
  const { left, hints }: Afterwards =
    looked === 0
      ? JSON.parse(stdout)
      : { left: 0, hints: [`${stack.name}: whether anything is left can't be told: ${stderr.trim()}`] };
  run?.note({ ...note, code, hints, left });
  process.exitCode = code;
}

function end(code: number, why?: string, found: readonly string[] = []): void {
  run?.note({ ...note, code, why, hints: found });
  process.exitCode = code;
}

process.on('SIGHUP', () => {});
// First the note, then the look for a stop. The command does it the other way round, so one sees the other.
run?.note(note);
refusal()
  .catch((error: unknown) => {
    if (error instanceof Failure) return error.message;
    throw error;
  })
  .then((refused) => {
    if (refused) {
      console.log(`\nError: ${refused}\n`);
      end(1, refused);
    } else if (run?.stopped) end(130);
    else runTerraform();
  });
