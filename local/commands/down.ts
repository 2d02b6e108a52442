import { Failure } from '../../console/failure';
import type { Stack } from '../../terraform/stack';
import { countResources } from '../../terraform/state';
import { converge } from '../deploy/converge';
import { duration } from '../deploy/display';
import { removeContext } from '../deploy/kubeconfig';
import { settle } from '../deploy/settle';
import { choose, type Environment, withAccount } from '../deploy/stacks';
import { terraformFor, type Workshop, writeSettings } from '../deploy/workshop';
import {
  type Emulator,
  endpoint,
  findEmulator,
  inventory,
  noEmulator,
  stopEmulator,
} from '../emulated-aws/emulator';
import { formatChanges, formatInventory } from './summary';

/** Destroys environments, and ends the emulator when none is left. */
export async function down(shop: Workshop, names: readonly string[], keep: boolean): Promise<void> {
  const named = choose(shop.stacks, names);
  const emulator = await findEmulator(shop.layout);
  if (!emulator) {
    shop.display.note(`Nothing is deployed. ${noEmulator(shop.layout)}`);
    return;
  }
  await writeSettings(shop, emulator);
  const all = await deployed(shop, emulator, shop.stacks.environments);
  const chosen = named.length > 0 ? all.filter(({ name }) => names.includes(name)) : all;
  for (const { name } of named.filter(({ name }) => !chosen.some((found) => found.name === name))) {
    shop.display.note(`${name}: not deployed`);
  }
  await settle(chosen.map((environment) => destroy(shop, emulator, environment)));
  shop.display.note(formatInventory(await inventory(emulator)));
  if (keep || (await deployed(shop, emulator, shop.stacks.environments)).length > 0) return;
  await stopEmulator(shop.layout, emulator);
  shop.display.note('No environment is left: ended the emulator.');
}

/** One stack after the other, each before those that it depends on. */
async function destroy(shop: Workshop, emulator: Emulator, { name, stacks }: Environment): Promise<void> {
  const refusal = stacks.findLast(({ protection }) => protection)?.protection;
  if (refusal) throw new Failure(refusal);
  for (const stack of stacks.toReversed()) {
    const since = Date.now();
    const changes = await converge(terraformFor(shop, emulator), stack, shop, { destroy: true });
    shop.display.note(`${stack.name}: ${formatChanges(changes)} (${duration(Date.now() - since)})`);
  }
  removeContext(shop.layout, name);
}

/** The environments that have something deployed, with those of their stacks that have. */
async function deployed(
  shop: Workshop,
  emulator: Emulator,
  environments: readonly Environment[],
): Promise<Environment[]> {
  const found = environments.map(async (environment) => ({
    ...environment,
    stacks: await filterDeployed(shop, emulator, withAccount(environment)),
  }));
  return (await Promise.all(found)).filter(({ stacks }) => stacks.length > 0);
}

async function filterDeployed(
  { project }: Workshop,
  emulator: Emulator,
  stacks: readonly Stack[],
): Promise<Stack[]> {
  const counts = await Promise.all(
    stacks.map((stack) => countResources(endpoint(emulator), project.region, stack)),
  );
  return stacks.filter((_, index) => counts[index]! > 0);
}
