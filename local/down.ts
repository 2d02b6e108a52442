import { converge } from './converge';
import { duration } from './display';
import { type Emulator, endpoint, findEmulator, inventory, stopEmulator } from './emulator';
import { Failure } from './failure';
import { settle } from './settle';
import { choose, type Stack } from './stacks';
import { countResources } from './state';
import { formatChanges, formatInventory } from './summary';
import { terraformFor, type Workshop, writeSettings } from './workshop';

/** Destroys environments, and ends the emulator when none is left. */
export async function down(shop: Workshop, names: readonly string[], keep: boolean): Promise<void> {
  const named = choose(shop.stacks, names);
  const emulator = await findEmulator(shop.layout);
  if (!emulator) {
    shop.display.note('Nothing is deployed: no emulator runs.');
    return;
  }
  await writeSettings(shop, emulator);
  const chosen = await deployed(shop, emulator, named.length > 0 ? named : shop.stacks.environments);
  for (const { name } of named.filter((stack) => !chosen.includes(stack))) {
    shop.display.note(`${name}: not deployed`);
  }
  await settle(chosen.map((stack) => destroy(shop, emulator, stack)));
  shop.display.note(formatInventory(await inventory(emulator)));
  if (keep || (await deployed(shop, emulator, shop.stacks.environments)).length > 0) return;
  await stopEmulator(shop.layout, emulator);
  shop.display.note('No environment is left: ended the emulator.');
}

async function destroy(shop: Workshop, emulator: Emulator, stack: Stack): Promise<void> {
  if (stack.protection) throw new Failure(stack.protection);
  const since = Date.now();
  const changes = await converge(terraformFor(shop, emulator), stack, shop, { destroy: true });
  shop.display.note(`${stack.name}: ${formatChanges(changes)} (${duration(Date.now() - since)})`);
}

async function deployed(shop: Workshop, emulator: Emulator, of: readonly Stack[]): Promise<Stack[]> {
  const counts = await Promise.all(
    of.map((stack) => countResources(endpoint(emulator), shop.project.region, stack)),
  );
  return of.filter((_, index) => counts[index]! > 0);
}
