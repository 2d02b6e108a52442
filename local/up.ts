import { converge } from './converge';
import { duration } from './display';
import { writeContext } from './kubeconfig';
import { type Ground, prepare } from './prepare';
import { settle } from './settle';
import type { Stack } from './stack';
import { choose, type Environment } from './stacks';
import { formatChanges, nextSteps } from './summary';
import type { Terraform } from './terraform';
import type { Tools } from './tools';
import { environmentOf, terraformFor, type Workshop } from './workshop';

export interface UpOptions {
  readonly names: readonly string[];
  readonly port: number;
  readonly platformOnly: boolean;
}

/** Deploys environments, side by side. */
export async function up(
  shop: Workshop,
  tools: Tools,
  { names, port, platformOnly }: UpOptions,
): Promise<void> {
  const chosen = choose(shop.stacks, names).map((environment) =>
    platformOnly ? { ...environment, stacks: [environment.platform] } : environment,
  );
  const ground = await prepare(shop, tools, { port, platformOnly });
  await settle([ground.bootstrapped, ...chosen.map((environment) => deploy(shop, ground, environment))]);
  shop.display.close();
  console.log(`\n${nextSteps(chosen)}`);
}

/** The platform, then what builds on it, one stack after the other. */
async function deploy(shop: Workshop, ground: Ground, environment: Environment): Promise<void> {
  const terraform = terraformFor(shop, ground.emulator);
  const [platform, ...others] = environment.stacks;
  const deployOthers = async () => {
    if (others.length > 0) await ground.provided;
    for (const stack of others) await deployStack(shop, terraform, stack);
  };
  await deployStack(shop, terraform, platform!);
  const context = writeContext(shop.layout, environment, environmentOf(shop, ground.emulator));
  await settle([context, deployOthers()]);
}

async function deployStack(shop: Workshop, terraform: Terraform, stack: Stack): Promise<void> {
  const since = Date.now();
  const changes = await converge(terraform, stack, shop);
  shop.display.note(`${stack.name}: ${formatChanges(changes)} (${duration(Date.now() - since)})`);
}
