import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Run } from './run';

const APPROVED = ['deploy', 'apply', 'destroy'];
/** Commands whose synthesized files nobody needs afterwards. `synth` writes to cdktf.out, as ever. */
const PRIVATE = [...APPROVED, 'diff', 'plan', 'output', 'list', 'watch'];

const args = process.argv.slice(2);
const command = args.find((arg) => !arg.startsWith('-')) ?? '';
const has = (option: RegExp) => args.some((arg) => option.test(arg));
const say = (text: string) => process.stderr.write(`cdktf: ${text}\n`);

async function main(): Promise<number> {
  const approved = has(/^--auto-?approve(=true)?$/i) || process.env.CDKTF_AUTO_APPROVE === 'true';
  if (APPROVED.includes(command) && !approved && !process.stdin.isTTY && !has(/^(-h|--help)$/)) {
    say('no terminal to ask for approval at. Look at "cdktf diff" first, then add --auto-approve.');
    return 1;
  }
  const run = Run.create('cdktf.out');
  const cli = startCli(run);
  const stopped = passSignals(run, cli);
  const code = await exitCode(cli);
  await lastTerraform(run);
  const failed = run.notes().filter((note) => note.code !== 0);
  for (const { what, code, why } of failed) {
    say(`terraform ${what}: ${code === undefined ? 'vanished' : `exit code ${code}`}${why ? `; ${why}` : ''}`);
  }
  const state = run.remove();
  if (state) say(`Terraform could not store a state and left it here: ${state}`);
  return stopped() ?? (code || Number(failed.length > 0));
}

function startCli(run: Run): ChildProcess {
  const { env } = process;
  const own = PRIVATE.includes(command) && !has(/^(-o|--output|--skip-synth)(=|$)/);
  // A stack that fails is an unhandled rejection in the CLI. Node would end the CLI for it, and with it the
  // Terraform of all other stacks. Not by NODE_OPTIONS, as the app is to end at its own.
  const node = ['--unhandled-rejections=warn-with-error-code', '--disable-warning=UnhandledPromiseRejectionWarning'];
  const bare = require.resolve('cdktf-cli/bundle/bin/cdktf');
  return spawn(process.execPath, [...node, bare, ...args], {
    stdio: 'inherit',
    // A session of its own, or the terminal's Ctrl-C would reach the CLI, which then drops Terraform.
    detached: true,
    env: {
      ...(own && { CDKTF_OUTPUT: join(run.folder, 'out') }),
      CDKTF_SKIP_PROVIDER_LOCK: 'true',
      CHECKPOINT_DISABLE: '1',
      DISABLE_VERSION_CHECK: '1',
      ...env,
      PLATFORM_RUN: run.folder,
      PLATFORM_TERRAFORM: env.PLATFORM_TERRAFORM ?? env.TERRAFORM_BINARY_NAME ?? 'terraform',
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
function passSignals(run: Run, cli: ChildProcess): () => number | undefined {
  let code: number | undefined;
  let times = 0;
  let last = 0;
  const tell = (signal: NodeJS.Signals) => {
    const running = run.running();
    for (const { guard } of running) process.kill(guard, signal);
    if (running.length === 0) process.kill(-cli.pid!, signal);
    return running.map(({ what }) => `terraform ${what}`).join(', ') || 'cdktf';
  };
  const stop = (signal: NodeJS.Signals) => {
    // npm passes on a Ctrl-C that the terminal has sent us already.
    if (Date.now() - last < 500) return;
    last = Date.now();
    code ??= 128 + constants.signals[signal];
    times += 1;
    if (times === 1) {
      run.stop();
      const what = tell('SIGINT');
      say(`stopping ${what}. What is in flight is finished, state is saved and the lock released.`);
    } else if (times === 2) {
      const what = run.running().map((note) => `terraform ${note.what}`).join(', ') || 'cdktf';
      say(`still waiting for ${what}. Once more, and it quits at once: the resource in flight may then be missing from the state, and the lock may stay.`);
    } else tell('SIGQUIT');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, stop);
  return () => code;
}

/** The CLI can end before the Terraform that it has started. */
async function lastTerraform(run: Run): Promise<void> {
  let said = '';
  for (let running = run.running(); running.length > 0; running = run.running()) {
    const what = running.map((note) => `terraform ${note.what}`).join(', ');
    if (what !== said) say(`cdktf has ended; waiting for ${what}`);
    said = what;
    await sleep(200);
  }
}

process.stderr.on('error', () => {});
main().then((code) => process.exit(code));
