import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { capture } from '../../programs/capture';
import { readStack, type TerraformStackFiles } from '../../terraform/stack';

interface Manifest {
  readonly stacks: Readonly<
    Record<string, { readonly workingDirectory: string; readonly dependencies: readonly string[] }>
  >;
}

/** The providers' versions and checksums. */
const LOCK = '.terraform.lock.hcl';

/**
 * Runs the app of the project in the working directory, once for all stacks.
 * @throws Failure with what the app printed: it is a report about parameter files.
 */
export async function synthesizeStacks(outdir: string): Promise<TerraformStackFiles[]> {
  const { code, stdout, stderr } = await capture(process.execPath, ['app.js'], {
    env: { ...process.env, CDKTF_OUTDIR: outdir },
  });
  if (code !== 0) throw new Failure(`${stdout}${stderr}`.trimEnd() || 'the app did not start');
  const manifest = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as Manifest;
  return Object.entries(manifest.stacks)
    .map(([name, { workingDirectory, dependencies }]) => {
      const directory = join(outdir, workingDirectory);
      if (existsSync(LOCK)) copyFileSync(LOCK, join(directory, LOCK));
      return readStack(name, directory, dependencies);
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The stacks that names and patterns mean, each once.
 * @throws Failure that names all that mean none, and what there is.
 */
export function chooseStacks(
  stacks: readonly TerraformStackFiles[],
  names: readonly string[],
): TerraformStackFiles[] {
  const known = stacks.map(({ name }) => name);
  const unknown = names.filter((name) => !known.some((stack) => means(name, stack)));
  if (unknown.length > 0) {
    throw new Failure(
      `stack: got ${unknown.map((name) => `"${name}"`).join(', ')}; allowed: ${known.join(', ')}`,
    );
  }
  return stacks.filter((stack) => names.some((name) => means(name, stack.name)));
}

function means(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}
