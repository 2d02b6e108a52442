import { Failure } from '../../console/failure';
import { countResources } from '../../terraform/state';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { atWorkOn, othersAtWork } from '../deploy/at-work';
import { converge } from '../deploy/converge';
import { duration } from '../deploy/display';
import { removeContext } from '../deploy/kubeconfig';
import { deployerOf, type LocalContext, writeSettings } from '../deploy/local-context';
import { settle } from '../deploy/settle';
import { choose, type EnvironmentStacks, withAccount } from '../deploy/stacks';
import { rootKey } from '../emulated-aws/assume-role';
import {
  type Emulator,
  endpoint,
  findEmulator,
  type Inventory,
  inventory,
  noEmulator,
  stopEmulator,
} from '../emulated-aws/emulator';
import { formatChanges, formatInventory, formatLeft } from './summary';

/** Destroys environments, and ends the emulator when none is left. */
export async function down(context: LocalContext, names: readonly string[], keep: boolean): Promise<void> {
  const named = choose(context.stacks, names);
  const all = context.stacks.environments;
  const asked = named.length > 0 ? named : all;
  return atWorkOn(context, namesOf(asked), async () => {
    const emulator = await destroyAll(context, named);
    if (!emulator || keep || othersAtWork(context, namesOf(all))) return;
    await stopEmulator(context.layout, emulator);
    context.display.note('No environment is left: ended the emulator.');
  });
}

/**
 * @param named none: all.
 * @returns the emulator when no environment is left in it.
 */
async function destroyAll(
  context: LocalContext,
  named: readonly EnvironmentStacks[],
): Promise<Emulator | undefined> {
  const emulator = await findEmulator(context.layout);
  if (!emulator) {
    context.display.note(`Nothing is deployed. ${noEmulator(context.layout)}`);
    return undefined;
  }
  await writeSettings(context, emulator);
  const all = await deployed(context, emulator, context.stacks.environments);
  const chosen = named.length > 0 ? all.filter(({ name }) => namesOf(named).includes(name)) : all;
  for (const { name } of named.filter(({ name }) => !chosen.some((found) => found.name === name))) {
    context.display.note(`${name}: not deployed`);
  }
  await settle(chosen.map((environment) => destroy(context, emulator, environment)));
  const held = await inventory(emulator);
  context.display.note(formatInventory(held));
  const still = await deployed(context, emulator, context.stacks.environments);
  refuseLeft(held, chosen, still);
  return still.length > 0 ? undefined : emulator;
}

function namesOf(environments: readonly EnvironmentStacks[]): string[] {
  return environments.map(({ name }) => name);
}

/** @throws Failure that names what is left in the accounts of environments of which no state knows anything any more. */
function refuseLeft(
  held: Inventory,
  destroyed: readonly EnvironmentStacks[],
  still: readonly EnvironmentStacks[],
): void {
  const inUse = new Set(still.map(({ platform }) => platform.account));
  const accounts = destroyed.flatMap(({ name, platform: { account } }) =>
    account && !inUse.has(account) ? [[name, account] as const] : [],
  );
  const left = formatLeft(held, new Map(accounts));
  if (left.length > 0) throw new Failure(left.join('\n'));
}

/** One stack after the other, each before those that it depends on. */
async function destroy(
  context: LocalContext,
  emulator: Emulator,
  { name, stacks }: EnvironmentStacks,
): Promise<void> {
  const refusal = stacks.findLast(({ protection }) => protection)?.protection;
  if (refusal) throw new Failure(refusal);
  for (const stack of stacks.toReversed()) {
    const since = Date.now();
    const terraform = await deployerOf(context, emulator, stack);
    const changes = await converge(terraform, stack, context, { destroy: true });
    context.display.note(`${stack.name}: ${formatChanges(changes)} (${duration(Date.now() - since)})`);
  }
  removeContext(context.layout, name);
}

/** The environments that have something deployed, with those of their stacks that have. */
async function deployed(
  context: LocalContext,
  emulator: Emulator,
  environments: readonly EnvironmentStacks[],
): Promise<EnvironmentStacks[]> {
  const found = environments.map(async (environment) => ({
    ...environment,
    stacks: await filterDeployed(context, emulator, withAccount(environment)),
  }));
  return (await Promise.all(found)).filter(({ stacks }) => stacks.length > 0);
}

async function filterDeployed(
  { project }: LocalContext,
  emulator: Emulator,
  stacks: readonly SynthesizedStack[],
): Promise<SynthesizedStack[]> {
  const counts = await Promise.all(
    stacks.map((stack) =>
      countResources(endpoint(emulator), project.region, rootKey(project.toolingAccount), stack),
    ),
  );
  return stacks.filter((_, index) => counts[index]! > 0);
}
