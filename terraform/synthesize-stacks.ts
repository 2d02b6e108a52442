import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../console/failure';
import { capture } from '../programs/capture';
import { lockFor } from './provider-lock';
import { readStacks, type SynthesizedStack } from './synthesized-stack';

interface AppOptions {
  /** The project's folder. Default: the working directory. */
  readonly root?: string;
  /** What the app's environment has beside this process's own, such as the name of a preview. */
  readonly env?: NodeJS.ProcessEnv;
}

/** The providers' versions and checksums. */
const LOCK = '.terraform.lock.hcl';

/**
 * Runs the app, once for all stacks, and gives Terraform the providers' checksums beside each.
 * @throws Failure with what the app printed, unchanged: it is a report about parameter files.
 */
export async function synthesizeStacks(
  outdir: string,
  options: AppOptions = {},
): Promise<SynthesizedStack[]> {
  await runApp(outdir, options);
  const stacks = readStacks(outdir);
  lockProviders(stacks, options.root ?? '.');
  return stacks;
}

/** Puts beside each stack what a project's lock file has of its providers. @param root the project's folder. */
export function lockProviders(stacks: readonly SynthesizedStack[], root: string): void {
  const file = join(root, LOCK);
  if (!existsSync(file)) return;
  const lock = readFileSync(file, 'utf8');
  for (const { directory, providers } of stacks) {
    const sources = providers.map(({ source }) => source);
    writeFileSync(join(directory, LOCK), lockFor(lock, sources));
  }
}

/** The same without a look at what the app wrote. */
export async function runApp(outdir: string, { root = '.', env = {} }: AppOptions = {}): Promise<void> {
  mkdirSync(outdir, { recursive: true });
  const { code, stdout, stderr } = await capture(process.execPath, ['app.js'], {
    cwd: root,
    env: { ...process.env, ...env, CDKTF_OUTDIR: outdir },
  });
  if (code !== 0) throw new Failure(`${stdout}${stderr}`.trimEnd() || 'the app did not start');
  // Warnings, such as of a version whose support ends soon.
  process.stderr.write(stderr);
}
