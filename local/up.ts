import { converge } from './converge';
import { duration } from './display';
import { settle } from './settle';
import { choose } from './stacks';
import { formatChanges, nextSteps } from './summary';
import type { Tools } from './tools';
import { prepare, terraformFor, type Workshop } from './workshop';

/** Deploys environments, side by side. */
export async function up(
  shop: Workshop,
  tools: Tools,
  names: readonly string[],
  port: number,
): Promise<void> {
  const chosen = choose(shop.stacks, names);
  const { emulator, bootstrapped } = await prepare(shop, tools, port);
  const terraform = terraformFor(shop, emulator);
  await settle([
    bootstrapped,
    ...chosen.map(async (stack) => {
      const since = Date.now();
      const changes = await converge(terraform, stack, shop);
      shop.display.note(`${stack.name}: ${formatChanges(changes)} (${duration(Date.now() - since)})`);
    }),
  ]);
  shop.display.close();
  console.log(`\n${nextSteps(chosen)}`);
}
