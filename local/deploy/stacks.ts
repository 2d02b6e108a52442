import { Failure } from '../../console/failure';
import { suggest } from '../../problems/suggest';
import { accountStack, BACKUPS_STACK, BOOTSTRAP } from '../../stacks/names';
import { synthesizeStacks } from '../../terraform/synthesize-stacks';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { projectRoot } from '../machine/layout';

/** A stack that builds on no other, those that build on it, and that of the account that they are in. */
export interface EnvironmentStacks {
  /** The name of its platform's stack, too. */
  readonly name: string;
  readonly platform: SynthesizedStack;
  /** There before all of them, and after. Undefined: the account is looked after elsewhere. */
  readonly account?: SynthesizedStack;
  /** All of its stacks, each after those that it depends on. */
  readonly stacks: readonly SynthesizedStack[];
}

export interface Stacks {
  readonly bootstrap: SynthesizedStack;
  /** Of the account that copies of backups go to. Undefined: there is none. */
  readonly backups?: SynthesizedStack;
  readonly environments: readonly EnvironmentStacks[];
}

/**
 * Runs the app.
 * @param env What its environment has beside this process's own, such as the name of a preview.
 * @throws Failure with what the app printed, unchanged: it is a report about parameter files.
 */
export async function synthesize(outdir: string, env: NodeJS.ProcessEnv = {}): Promise<Stacks> {
  return byEnvironment(await synthesizeStacks(outdir, { root: projectRoot, env }));
}

/** Sorts what the app synthesized. */
export function byEnvironment(stacks: readonly SynthesizedStack[]): Stacks {
  const bootstrap = stacks.find(({ name }) => name === BOOTSTRAP)!;
  const others = stacks.filter((stack) => stack !== bootstrap && !isOfAccount(stack));
  return {
    bootstrap,
    backups: stacks.find(({ name }) => name === BACKUPS_STACK),
    environments: others
      .filter(({ buildsOn }) => buildsOn.length === 0)
      .map((platform) => ({
        name: platform.name,
        platform,
        account: stacks.find(({ name }) => name === accountStack(platform.name)),
        stacks: [platform, ...dependants(platform, others)],
      })),
  };
}

/** Whether a stack makes what the others need: it is deployed by an administrator. */
export function isOfAccount({ name }: SynthesizedStack): boolean {
  return name === BOOTSTRAP || name === BACKUPS_STACK || name.startsWith(accountStack(''));
}

export function allStacks({ bootstrap, backups, environments }: Stacks): SynthesizedStack[] {
  return [bootstrap, ...(backups ? [backups] : []), ...environments.flatMap(withAccount)];
}

/** The stacks of an environment after that of its account. */
export function withAccount({ account, stacks }: EnvironmentStacks): SynthesizedStack[] {
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
    throw new Failure(
      `No environment ${unknown.map((name) => `${name}${suggest(name, known)}`).join(', ')}; there are ${known.join(', ')}`,
    );
  return environments.filter(({ name }) => names.includes(name));
}

/** What builds on a stack, by whatever way, each after those that it depends on itself. */
function dependants({ name }: SynthesizedStack, others: readonly SynthesizedStack[]): SynthesizedStack[] {
  const direct = others.filter(({ dependencies }) => dependencies.includes(name));
  const all = direct.flatMap((stack) => [stack, ...dependants(stack, others)]);
  // Of one that is there twice the later place counts.
  return all.filter((stack, index) => all.lastIndexOf(stack) === index);
}
