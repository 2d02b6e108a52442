import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { writeContext } from '../../local/deploy/kubeconfig';
import { environmentOf, writeSettings } from '../../local/deploy/local-context';
import { byEnvironment, synthesize, withAccount } from '../../local/deploy/stacks';
import { readRecord, record, saveEmulator, startEmulator } from '../../local/emulated-aws/emulator';
import { exclusively } from '../../local/machine/exclusive';
import { layout } from '../../local/machine/layout';
import { readStacks } from '../../terraform/synthesized-stack';
import { type Ended, LocalCommand, root } from './local-command';
import { openContext } from './open-context';

// An emulator with dev and its services deployed, which files begin from: a real deploy takes four minutes, this takes
// seconds. It is kept in `.local/snapshots` under the digest of what it was made from, for the next run as well.

/** Who the snapshot has deployed. */
export const ENVIRONMENT = 'dev';
const SNAPSHOTS = join(root, '.local', 'snapshots');
/** Held by whoever makes it; the other files wait. */
const LOCK = join(root, '.local', 'snapshots.lock');
const PORT = 5860;
/** Of a folder of `npm run local`: what the deploy left there and the next command needs. */
const KEPT = ['cdktf.out', 'bootstrap.tfstate', 'emulator.json'];

/** Puts a folder of `npm run local` into the state after `npm run local`. */
export async function restore(local: LocalCommand): Promise<void> {
  await local.run(['stop']);
  const snapshot = await find();
  const paths = layout(local.folder);
  rmSync(paths.synthesized, { recursive: true, force: true });
  cpSync(join(snapshot, 'cdktf.out'), paths.synthesized, { recursive: true, verbatimSymlinks: true });
  const stacks = byEnvironment(readStacks(paths.synthesized));
  const context = await openContext(paths, stacks);
  const emulator = await startEmulator(paths, local.port, context.project, join(snapshot, 'emulator'));
  const { bootstrapped } = readRecord(join(snapshot, 'emulator.json'))!;
  cpSync(join(snapshot, 'bootstrap.tfstate'), paths.bootstrapState);
  record(paths, { ...emulator, bootstrapped });
  await writeSettings(context, emulator);
  const environment = stacks.environments.find(({ name }) => name === ENVIRONMENT)!;
  await writeContext(paths, environment, environmentOf(context, emulator));
}

/** Deploys for real, and saves that for the other files, which wait meanwhile. */
export async function deployAndSave(local: LocalCommand, args: readonly string[]): Promise<Ended> {
  return exclusively(
    LOCK,
    () => {},
    () => make(local, args),
  );
}

/** The snapshot's folder. Made first, unless there is one of the present code. */
async function find(): Promise<string> {
  return exclusively(
    LOCK,
    () => {},
    async () => {
      const snapshot = await place();
      if (existsSync(snapshot)) return snapshot;
      const local = new LocalCommand('e2e-snapshot', PORT);
      await local.run(['stop']);
      // Whatever the file that begins from it asks for.
      const { code, output } = await make(local, [], { PLATFORM_NODE: 'simulated' });
      await local.run(['stop']);
      if (code !== 0) throw new Error(output);
      return snapshot;
    },
  );
}

async function make(
  local: LocalCommand,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  const ended = await local.run(args, env);
  const snapshot = await place();
  // One that is there may be in use.
  if (ended.code === 0 && !existsSync(snapshot)) await save(local, snapshot);
  return ended;
}

async function save(local: LocalCommand, snapshot: string): Promise<void> {
  rmSync(SNAPSHOTS, { recursive: true, force: true });
  const draft = `${snapshot}.draft`;
  mkdirSync(draft, { recursive: true });
  await saveEmulator(local.record(), join(draft, 'emulator'));
  for (const name of KEPT) {
    cpSync(join(local.folder, name), join(draft, name), { recursive: true, verbatimSymlinks: true });
  }
  // Last: what was broken off before is made again.
  renameSync(draft, snapshot);
}

/** Where the snapshot of the present code is, or will be. */
async function place(): Promise<string> {
  const synthesized = join(root, '.local', 'e2e-snapshot', 'cdktf.out');
  mkdirSync(synthesized, { recursive: true });
  const { bootstrap, environments } = await synthesize(synthesized);
  const stacks = environments.filter(({ name }) => name === ENVIRONMENT).flatMap(withAccount);
  const files = [
    ...[bootstrap, ...stacks].map(({ directory }) => join(directory, 'cdk.tf.json')),
    join(root, '.terraform.lock.hcl'),
    ...sources(join(root, 'local')),
  ];
  const digest = createHash('sha256');
  for (const file of files) digest.update(`${relative(root, file)}\n`).update(readFileSync(file));
  return join(SNAPSHOTS, digest.digest('hex').slice(0, 16));
}

/** All files below a folder, but what Python and tests leave there. */
export function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\/(__pycache__|\.pytest_cache|tests)\b/.test(entry.parentPath))
    .filter(({ name }) => !name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
