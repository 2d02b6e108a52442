import { spawn } from 'node:child_process';
import { copyFileSync, existsSync } from 'node:fs';
import { constants } from 'node:os';
import { Failure } from '../../console/failure';
import { differenceLine } from '../../plan/reviewed/words';
import { PREVIEW_STACKS } from '../../stacks/names';
import { terraformEnvironment } from '../../terraform/environment';
import { logErrors, readFaults } from '../../terraform/error-log';
import { hints } from '../../terraform/hint';
import { lockLeft } from '../../terraform/lock';
import { withoutSecrets } from '../../terraform/missing-secrets';
import { terraformProgram } from '../../terraform/program';
import { checkBeside, type StateCheck } from '../../terraform/states/check-state';
import { readStack } from '../../terraform/synthesized-stack';
import type { Afterwards } from '../recover/look-afterwards';
import { together } from './chosen-together';
import { Recorder } from './recorder';
import { refusedChange } from './refused-change';
import { comparePlan, inTwo, removePlan } from './reviewed-apply';
import { RunFolder } from './run-folder';
import { runScript } from './run-script';

// Stands in for Terraform in the CDKTF CLI, one for each call of it: docs/cdktf-command.md.

const LOCKING = ['apply', 'destroy', 'plan'];
const CHANGING = ['apply', 'plan'];
const CHANGES = ['apply', 'destroy'];

const args = process.argv.slice(2);
const [command = ''] = args;
const stack = readStack(process.cwd());
const binary = terraformProgram();
const run =
  process.env.PLATFORM_RUN && command !== 'version' ? new RunFolder(process.env.PLATFORM_RUN) : undefined;
const note = { guard: process.pid, what: `${command} in ${stack.name}` };
const errors = run?.errorLog(process.pid);
const recorder = new Recorder(stack, command);
let stopped = false;
const isStopped = () => stopped || run?.stopped === true;

/** Why the stack may not be destroyed, or may not become what was synthesized. */
async function refusal(): Promise<string | undefined> {
  const destroys = command === 'destroy' || args.some((arg) => /^--?destroy(=true)?$/.test(arg));
  if (destroys) return stack.protection;
  if (!CHANGING.includes(command)) return undefined;
  const deploys = command === 'apply';
  // Before the first of them is changed.
  const toCome = deploys ? together(stack, process.env.PLATFORM_STACKS) : [stack];
  return (await withoutSecrets(toCome)) ?? refusedChange(stack, binary, deploys);
}

function environment(): NodeJS.ProcessEnv {
  const env = terraformEnvironment();
  return errors ? logErrors(errors, env) : env;
}

interface Ended {
  readonly code: number;
  readonly started: Date;
  /** Without a chance to unlock. */
  readonly died: boolean;
  /** On somebody's wish. */
  readonly interrupted: boolean;
  /** Why nothing was applied: it is not what was reviewed. */
  readonly differs?: string;
}

const STOPPED: Ended = { code: 130, started: new Date(), died: false, interrupted: false };

/** Terraform that changes the stack, with a record of its beginning and end. */
async function runRecorded(given?: readonly string[]): Promise<Ended> {
  await recorder.begin();
  if (isStopped()) {
    await recorder.end({ code: STOPPED.code, broke: false, hasFaults: false });
    return STOPPED;
  }
  const ended = await runTerraform(given);
  const { code, died, interrupted } = ended;
  const hasFaults = errors === undefined ? undefined : readFaults(errors).length > 0;
  await recorder.end({ code, broke: died || interrupted, hasFaults });
  return ended;
}

function start(): Promise<Ended> {
  const reviewed = command === 'apply' ? process.env.PLATFORM_REVIEWED : undefined;
  if (reviewed) return runReviewed(reviewed);
  return CHANGES.includes(command) ? runRecorded() : runTerraform();
}

/** Applies a plan if it is what was reviewed, or less. */
async function runReviewed(files: string): Promise<Ended> {
  const { plan, apply } = inTwo(args);
  try {
    const planned = await runTerraform(plan);
    if (planned.code !== 0 || planned.died) return planned;
    const { differences, less, note: remark } = await comparePlan(binary, files);
    const lines = differences.map((one) => `  ${differenceLine(one)}`);
    if (lines.length > 0) {
      return {
        ...planned,
        differs: [`${stack.name} is not deployed: it is not what was reviewed`, ...lines].join('\n'),
      };
    }
    const but = less.length > 0 ? `, but for what is right by now: ${less.join(', ')}` : '';
    console.log(`\n${stack.name}: as reviewed${but}${remark ? `. ${remark}` : ''}\n`);
    return isStopped() ? STOPPED : await runRecorded(apply);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { code: 1, started: new Date(), died: false, interrupted: false, differs: error.message };
  } finally {
    removePlan();
  }
}

function runTerraform(given: readonly string[] = args): Promise<Ended> {
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
  const terraform = spawn('sh', ['-c', script, binary, ...given], {
    stdio: 'inherit',
    env: environment(),
  });
  return new Promise((resolve) => {
    terraform.on('exit', (code, signal) =>
      resolve({
        code: code ?? 128 + constants.signals[signal!],
        started,
        died: forced || signal !== null,
        interrupted: asked,
      }),
    );
  });
}

async function work(): Promise<void> {
  const { result, fault, denied, unchecked } = await withCheck(start());
  if (fault) return refuse(fault);
  if (result.differs) return refuse(result.differs);
  const { code, started, died } = result;
  // `npm run preview -- down` looks by itself, also for what a preview has made beside its stacks.
  const looks = command === 'destroy' && !stack.environment.startsWith(PREVIEW_STACKS);
  const told = recorder.hints;
  if (code === 0 && looks) return lookAfterwards(code, told);
  const left = code !== 0 && LOCKING.includes(command);
  const why = left ? lockLeft(binary, stack.name, died ? started : undefined) : undefined;
  const found = code !== 0 && errors ? hints(stack, readFaults(errors)) : [];
  // Where Terraform fails as well, it says the same.
  const looked = denied ?? (code === 0 ? unchecked : undefined);
  end(code, why, [...found, ...(looked ? [looked] : []), ...told]);
}

/** Each run begins with `init`, and its end is the last moment before Terraform believes the state. */
async function withCheck(ended: Promise<Ended>): Promise<StateCheck & { readonly result: Ended }> {
  if (command !== 'init') return { result: await ended };
  return checkBeside(stack, ended, ({ code, died }) => code !== 0 && !died);
}

function refuse(why: string): void {
  console.log(`\nError: ${why}\n`);
  end(1, why);
}

/** What a destroy has left keeps no other stack from being destroyed: the command tells of it at the end. */
async function lookAfterwards(code: number, told: readonly string[]): Promise<void> {
  const { code: looked, stdout, stderr } = await runScript('../recover/look-afterwards.ts');
  const { left, hints }: Afterwards =
    looked === 0
      ? JSON.parse(stdout)
      : { left: 0, hints: [`${stack.name}: whether anything is left can't be told: ${stderr.trim()}`] };
  run?.note({ ...note, code, hints: [...hints, ...told], left });
  process.exitCode = code;
}

function end(code: number, why?: string, found: readonly string[] = []): void {
  run?.note({ ...note, code, why, hints: found });
  process.exitCode = code;
}

process.on('SIGHUP', () => {});
// First the note, then the look for a stop. The command does it the other way round, so one sees the other.
run?.note(note);
// Whoever stops it before Terraform runs has nothing to wait for.
const stop = () => {
  stopped = true;
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGQUIT'] as const) process.on(signal, stop);
refusal()
  .catch((error: unknown) => {
    if (error instanceof Failure) return error.message;
    throw error;
  })
  .then((refused) => {
    if (refused) refuse(refused);
    else if (isStopped()) end(130);
    else return work();
  });
