import type { Changes } from '../../terraform/events';
import type { Stack } from '../../terraform/stack';
import { converge } from '../deploy/converge';
import { duration } from '../deploy/display';
import { writeContext } from '../deploy/kubeconfig';
import { type Ground, prepare } from '../deploy/prepare';
import { settle } from '../deploy/settle';
import { choose, type Environment } from '../deploy/stacks';
import type { Terraform } from '../deploy/terraform';
import { begin } from '../deploy/under-way';
import { environmentOf, terraformFor, type Workshop } from '../deploy/workshop';
import type { Tools } from '../machine/tools';
import { formatChanges, nextSteps } from './summary';

export interface UpOptions {
  readonly names: readonly string[];
  readonly port: number;
  readonly platformOnly: boolean;
  /** What builds on platforms that are there. */
  readonly servicesOnly: boolean;
}

/** Deploys environments, side by side. */
export async function up(
  shop: Workshop,
  tools: Tools,
  { names, port, platformOnly, servicesOnly }: UpOptions,
): Promise<void> {
  const chosen = choose(shop.stacks, names).map((environment) => {
    const { platform, stacks } = environment;
    if (platformOnly) return { ...environment, stacks: [platform] };
    if (!servicesOnly) return environment;
    return { ...environment, account: undefined, stacks: stacks.filter((stack) => stack !== platform) };
  });
  const ground = await prepare(shop, tools, { port, platformOnly });
  await settle([ground.bootstrapped, ...chosen.map((environment) => deploy(shop, ground, environment))]);
  shop.display.close();
  console.log(`\n${nextSteps(chosen)}`);
}

/** The account, as soon as it can be used the platform, then what builds on it, one stack after the other. */
async function deploy(shop: Workshop, ground: Ground, environment: Environment): Promise<void> {
  const terraform = terraformFor(shop, ground.emulator);
  const { account } = environment;
  if (!account) return deployStacks(shop, ground, environment);
  const { usable, finished } = begin(terraform, account, shop);
  const others = async () => {
    const failed = await usable.then(
      () => false,
      () => true,
    );
    if (!failed) await deployStacks(shop, ground, environment);
  };
  await settle([tell(shop, account, finished), others()]);
}

async function deployStacks(shop: Workshop, ground: Ground, environment: Environment): Promise<void> {
  const terraform = terraformFor(shop, ground.emulator);
  const { platform, stacks } = environment;
  const others = stacks.filter((stack) => stack !== platform);
  const deployOthers = async () => {
    if (others.length > 0) await ground.provided;
    for (const stack of others) await deployStack(shop, terraform, stack);
  };
  if (stacks.includes(platform)) await deployStack(shop, terraform, platform);
  const context = writeContext(shop.layout, environment, environmentOf(shop, ground.emulator));
  await settle([context, deployOthers()]);
}

async function deployStack(shop: Workshop, terraform: Terraform, stack: Stack): Promise<void> {
  await tell(shop, stack, converge(terraform, stack, shop));
}

async function tell({ display }: Workshop, { name }: Stack, work: Promise<Changes>): Promise<void> {
  const since = Date.now();
  const changes = await work;
  display.note(`${name}: ${formatChanges(changes)} (${duration(Date.now() - since)})`);
}
