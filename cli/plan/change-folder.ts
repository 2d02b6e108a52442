import { copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { readManifest } from '../../terraform/manifest';
import { lockProviders } from '../../terraform/synthesize-stacks';
import { readStacks, type SynthesizedStack } from '../../terraform/synthesized-stack';
import { foreignParts } from './foreign';

/**
 * Where `npm run synth` has made the stacks of a change that is checked out.
 * @throws Failure when it has not.
 */
export function synthesizedFolder(change: string): string {
  const folder = join(change, 'cdktf.out');
  if (existsSync(join(folder, 'manifest.json'))) return folder;
  throw new Failure(`${folder} has no stacks: the change has to be synthesized there, by "npm run synth"`);
}

/**
 * The stacks of a change, by what its own code has made of them elsewhere, without credentials. None of that code runs
 * here, and nothing by which Terraform would run another program is taken over: just what a stack is.
 * @param change where the change is checked out.
 * @param folder to plan in.
 * @param own the stacks of this checkout.
 * @throws Failure that names all that this checkout would not do.
 */
export function readChange(
  change: string,
  folder: string,
  own: readonly SynthesizedStack[],
): SynthesizedStack[] {
  const from = synthesizedFolder(change);
  const names = namesIn(from);
  mkdirSync(join(folder, 'stacks'), { recursive: true });
  copyFileSync(join(from, 'manifest.json'), join(folder, 'manifest.json'));
  for (const name of names) copyStack(join(from, 'stacks', name), join(folder, 'stacks', name));
  const stacks = readStacks(folder);
  const faults = stacks.flatMap((stack) =>
    foreignParts(stack, own).map((fault) => `- ${stack.name}: ${fault}`),
  );
  if (faults.length > 0) {
    throw new Failure(
      `The change has parts that are not planned before somebody has reviewed them, as Terraform could run a program by them or reach another state:\n${faults.join('\n')}\nAfter a review, plan it where it is checked out: npm run plan -- STACK...`,
    );
  }
  lockProviders(stacks, change);
  return stacks;
}

/** @throws Failure where the manifest names a folder that is not that of a stack. */
function namesIn(from: string): string[] {
  const entries = readManifest(from);
  const wrong = entries.filter(
    ({ name, directory }) => !/^[a-z][\w-]*$/.test(name) || directory !== join(from, 'stacks', name),
  );
  if (wrong.length === 0) return entries.map(({ name }) => name);
  throw new Failure(
    `${from}/manifest.json: got ${wrong.map(({ name }) => JSON.stringify(name)).join(', ')}; allowed: stacks in folders of their names`,
  );
}

/** The stack, and files that it deploys. What is hidden, a link, or more of Terraform's, stays behind. */
function copyStack(from: string, to: string): void {
  mkdirSync(to);
  for (const path of readdirSync(from, { recursive: true }) as string[]) {
    const parts = path.split(/[\\/]/);
    const isOfTerraform = /\.(tf|tofu|tfvars|tfstate|tfplan|tfrc|hcl)(\.json|\.backup)?$/i.test(path);
    if (parts.some((part) => part.startsWith('.')) || (isOfTerraform && path !== 'cdk.tf.json')) continue;
    if (parts.some((_, index) => lstatSync(join(from, ...parts.slice(0, index + 1))).isSymbolicLink()))
      continue;
    if (lstatSync(join(from, path)).isDirectory()) mkdirSync(join(to, path), { recursive: true });
    else if (lstatSync(join(from, path)).isFile()) copyFileSync(join(from, path), join(to, path));
  }
}
