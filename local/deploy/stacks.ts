import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { capture } from '../../programs/capture';
import { accountStack } from '../../stacks/names';
import { readStack, type TerraformStackFiles } from '../../terraform/stack';
import { projectRoot } from '../machine/layout';

/** A stack that builds on no other, those that build on it, and that of the account that they are in. */
export interface EnvironmentStacks {
  /** The name of its platform's stack, too. */
  readonly name: string;
  readonly platform: TerraformStackFiles;
  /** There before all of them, and after. Undefined: the account is looked after elsewhere. */
  readonly account?: TerraformStackFiles;
  /** All of its stacks, each after those that it depends on. */
  readonly stacks: readonly TerraformStackFiles[];
}

export interface Stacks {
  readonly bootstrap: TerraformStackFiles;
  readonly environments: readonly EnvironmentStacks[];
}

interface Manifest {
  readonly stacks: Readonly<Record<string, ManifestStack>>;
}

interface ManifestStack {
  readonly name: string;
  readonly workingDirectory: string;
  readonly dependencies: readonly string[];
}

const BOOTSTRAP = 'bootstrap';
/** The providers' versions and checksums. */
const LOCK = '.terraform.lock.hcl';

/**
 * Runs the app.
 * @param env What its environment has beside this process's own, such as the name of a preview.
 * @throws Failure with what the app printed, unchanged: it is a report about parameter files.
 */
export async function synthesize(outdir: string, env: NodeJS.ProcessEnv = {}): Promise<Stacks> {
  mkdirSync(outdir, { recursive: true });
  const { code, stdout, stderr } = await capture(process.execPath, ['app.js'], {
    cwd: projectRoot,
    env: { ...process.env, ...env, CDKTF_OUTDIR: outdir },
  });
  if (code !== 0) throw new Failure(`${stdout}${stderr}`.trimEnd());
  const stacks = readStacks(outdir);
  for (const { directory } of allStacks(stacks)) copyFileSync(join(projectRoot, LOCK), join(directory, LOCK));
  return stacks;
}

/** Reads what the app synthesized. */
export function readStacks(outdir: string): Stacks {
  const manifest = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as Manifest;
  const stacks = Object.values(manifest.stacks).map(({ name, workingDirectory, dependencies }) =>
    readStack(name, join(outdir, workingDirectory), dependencies),
  );
  const bootstrap = stacks.find(({ name }) => name === BOOTSTRAP)!;
  const isAccount = ({ name }: TerraformStackFiles) => name.startsWith(accountStack(''));
  const others = stacks.filter((stack) => stack !== bootstrap && !isAccount(stack));
  return {
    bootstrap,
    environments: others
      .filter(({ dependencies }) => dependencies.length === 0)
      .map((platform) => ({
        name: platform.name,
        platform,
        account: stacks.find(({ name }) => name === accountStack(platform.name)),
        stacks: [platform, ...dependants(platform, others)],
      })),
  };
}

export function allStacks({ bootstrap, environments }: Stacks): TerraformStackFiles[] {
  return [bootstrap, ...environments.flatMap(withAccount)];
}

/** The stacks of an environment after that of its account. */
export function withAccount({ account, stacks }: EnvironmentStacks): TerraformStackFiles[] {
  return account ? [account, ...stacks] : [...stacks];
}

/**
 * The environments of those names.
 * @throws Failure that names the ones that exist.
 */
export function choose({ environments }: Stacks, names: readonly string[]): EnvironmentStacks[] {
  const known = environments.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Failure(`No environment ${unknown.join(', ')}; there are ${known.join(', ')}`);
  return environments.filter(({ name }) => names.includes(name));
}

/** What builds on a stack, by whatever way, each after those that it depends on itself. */
function dependants(
  { name }: TerraformStackFiles,
  others: readonly TerraformStackFiles[],
): TerraformStackFiles[] {
  const direct = others.filter(({ dependencies }) => dependencies.includes(name));
  const all = direct.flatMap((stack) => [stack, ...dependants(stack, others)]);
  // Of one that is there twice the later place counts.
  return all.filter((stack, index) => all.lastIndexOf(stack) === index);
}
