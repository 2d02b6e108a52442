import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../console/failure';
import { enterProject } from '../../console/project-folder';
import { terraformEnvironment } from '../../terraform/environment';
import { checkTerraform, terraformProgram } from '../../terraform/program';
import { dirtyText, sourceText, workTree } from '../deployed/source';
import { eachDiff, stackNames } from './diffs';
import { withReviews } from './reviewed-option';
import { type Note, RunFolder } from './run-folder';

const DEPLOYS = ['deploy', 'apply'];
const APPROVED = [...DEPLOYS, 'destroy'];
const HELP = /^(-h|--help)$/;
/** Commands that run Terraform, and whose synthesized files nobody needs afterwards. `synth` and `list` write to cdktf.out, as ever. */
const PRIVATE = [...APPROVED, 'diff', 'plan', 'output', 'watch'];

const { args, reviewed } = withReviews(process.argv.slice(2));
const command = args.find((arg) => !arg.startsWith('-')) ?? '';
const has = (option: RegExp) => args.some((arg) => option.test(arg));
const say = (text: string) => process.stderr.write(`cdktf: ${text}\n`);
// While the CLI runs it erases its last lines before it draws again: let those be empty ones.
const sayBetween = (text: string) => process.stderr.write(`\n\ncdktf: ${text}\n\n\n\n`);
const list = (notes: Note[]) => notes.map(({ what }) => `terraform ${what}`).join(', ') || 'cdktf';

async function main(): Promise<number> {
  enterProject();
  const approved = has(/^--auto-?approve(=true)?$/i) || process.env.CDKTF_AUTO_APPROVE === 'true';
  if (APPROVED.includes(command) && !approved && !process.stdin.isTTY && !has(HELP)) {
    say('no terminal to ask for approval at. Look at "cdktf diff" first, then add --auto-approve.');
    return 1;
  }
  const refusal = reviewed.length > 0 ? refusedReview(approved) : undefined;
  if (refusal) {
    say(refusal);
    return 1;
  }
  if (endless()) {
    say(
      'destroy with --ignore-missing-stack-dependencies: got several stacks, allowed one. With several the CDKTF CLI starts Terraform again and again, without end. Name them all without the option, or one after the other.',
    );
    return 1;
  }
  const runsTerraform = PRIVATE.includes(command) && !has(HELP);
  if (runsTerraform) checkTerraform();
  const run = RunFolder.create('cdktf.out');
  const env = runsTerraform ? terraformEnvironment() : process.env;
  const source = DEPLOYS.includes(command) && !has(HELP) ? await workTree() : undefined;
  const dirty = source && dirtyText(source);
  if (dirty) say(dirty);
  const started: { cli?: ChildProcess } = {};
  const signalled = passSignals(run, started);
  let code = 0;
  const calls = await eachCall(run).catch((failure: Failure) => {
    run.remove();
    throw failure;
  });
  for (const call of calls) {
    if (run.stopped) break;
    if (calls.length > 1) say(call.join(' '));
    started.cli = startCli(run, source ? { ...env, PLATFORM_SOURCE: sourceText(source) } : env, call);
    code = (await exitCode(started.cli)) || code;
    await lastTerraform(run);
  }
  const failed = run.notes().filter((note) => note.code !== 0);
  for (const { what, code, why, hints = [] } of failed) {
    say(
      `terraform ${what}: ${code === undefined ? 'vanished' : `exit code ${code}`}${why ? `; ${why}` : ''}`,
    );
    for (const hint of hints) say(hint);
  }
  const ended = run.notes().filter((note) => note.code === 0);
  for (const hint of ended.flatMap(({ hints = [] }) => hints)) say(hint);
  const isLeft = ended.some(({ left = 0 }) => left > 0);
  const state = run.remove();
  if (state) say(`Terraform could not store a state and left it here: ${state}`);
  return signalled() ?? (code || Number(failed.length > 0 || isLeft));
}

/** Why a deploy can't be compared with reviews. */
function refusedReview(approved: boolean): string | undefined {
  if (!DEPLOYS.includes(command)) return `--reviewed: got "${command}"; allowed: deploy`;
  if (reviewed.includes(''))
    return '--reviewed: got nothing; allowed: a file that "npm run plan" has written';
  const missing = reviewed.find((file) => !existsSync(file));
  if (missing !== undefined) return `--reviewed: got ${missing}, which is not there`;
  return approved ? undefined : '--reviewed needs --auto-approve: what is applied was approved by its review';
}

/** Whether the CLI would never end: it looks for a stack that is next, finds one that waits, and starts it once more. */
function endless(): boolean {
  const names = stackNames(args);
  const several = names.length > 1 || names.some((name) => name.includes('*'));
  return command === 'destroy' && several && has(/^--ignore-missing-stack-dependencies(=true)?$/);
}

/** The arguments of each call of the CLI. */
async function eachCall(run: RunFolder): Promise<string[][]> {
  const isDiff = ['diff', 'plan'].includes(command) && writesToItsOwn() && !has(HELP);
  return isDiff ? eachDiff(args, run.output) : [args];
}

const writesToItsOwn = () => PRIVATE.includes(command) && !has(/^(-o|--output|--skip-synth)(=|$)/);

function startCli(run: RunFolder, env: NodeJS.ProcessEnv, given: readonly string[]): ChildProcess {
  // A stack that fails is an unhandled rejection in the CLI. Node would end the CLI for it, and with it the
  // Terraform of all other stacks. Not by NODE_OPTIONS: the app is to end at its own.
  const rejections = [
    '--unhandled-rejections=warn-with-error-code',
    '--disable-warning=UnhandledPromiseRejectionWarning',
  ];
  const bare = require.resolve('cdktf-cli/bin/cdktn');
  const preload = ['--require', join(__dirname, 'on-node-20.cjs')];
  return spawn(process.execPath, [...preload, ...rejections, bare, ...given], {
    stdio: 'inherit',
    // A session of its own, or the terminal's Ctrl-C would reach the CLI, which then drops Terraform.
    detached: true,
    env: {
      ...(writesToItsOwn() && { CDKTF_OUTPUT: run.output }),
      // A new folder has no record of providers, without which Terraform would download them every time.
      TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: 'true',
      CDKTF_SKIP_PROVIDER_LOCK: 'true',
      CHECKPOINT_DISABLE: '1',
      DISABLE_VERSION_CHECK: '1',
      ...env,
      PLATFORM_RUN: run.folder,
      PLATFORM_STACKS: stackNames(args).join(' '),
      PLATFORM_REVIEWED: reviewed.map((file) => resolve(file)).join(delimiter),
      PLATFORM_TERRAFORM: terraformProgram(env),
      TERRAFORM_BINARY_NAME: join(__dirname, 'terraform-guard'),
    },
  });
}

const exitCode = (child: ChildProcess) =>
  new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal!]));
  });

/** Passes on a wish to stop, and returns how to ask for the exit code that it makes. */
function passSignals(run: RunFolder, started: { readonly cli?: ChildProcess }): () => number | undefined {
  let code: number | undefined;
  let times = 0;
  let last = 0;
  const tell = (signal: NodeJS.Signals) => {
    const running = run.running();
    // Without a Terraform there is nothing to lose in the CLI, or in the app that it runs.
    const pids =
      running.length > 0 ? running.map(({ guard }) => guard) : started.cli ? [-started.cli.pid!] : [];
    for (const pid of pids) {
      try {
        process.kill(pid, signal);
      } catch {} // It has ended by itself.
    }
  };
  const stop = (signal: NodeJS.Signals) => {
    // npm passes on a Ctrl-C that the terminal has sent us already.
    if (Date.now() - last < 500) return;
    last = Date.now();
    code ??= 128 + constants.signals[signal];
    times += 1;
    const what = list(run.running());
    if (times === 1) {
      const how =
        what === 'cdktf' ? '' : ', which finishes what is in flight, saves the state and unlocks it';
      sayBetween(`stopping ${what}${how}.`);
      run.stop();
      tell('SIGINT');
    } else if (times === 2) {
      sayBetween(
        `still waiting for ${what}. Ctrl-C once more makes it quit at once: then what is in flight may be missing from the state.`,
      );
    } else {
      sayBetween(`${what} is to quit at once.`);
      tell('SIGQUIT');
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, stop);
  return () => code;
}

/** The CLI can end before the Terraform that it has started. */
async function lastTerraform(run: RunFolder): Promise<void> {
  let said = '';
  for (let running = run.running(); running.length > 0; running = run.running()) {
    if (list(running) !== said) say(`the CLI has ended; waiting for ${list(running)}`);
    said = list(running);
    await sleep(200);
  }
}

// The terminal may be gone, and that is no reason to leave Terraform alone.
process.stderr.on('error', () => {});
main()
  .catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    say(error.message);
    return error.exitCode;
  })
  .then((code) => process.exit(code));
