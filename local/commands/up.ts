import type { Changes } from '../../terraform/events';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { converge } from '../deploy/converge';
import { duration } from '../deploy/display';
import { writeContext } from '../deploy/kubeconfig';
import {
  deployerOf,
  environmentOf,
  type LocalContext,
  terraformFor,
  writeSettings,
} from '../deploy/local-context';
import { type Prepared, prepare } from '../deploy/prepare';
import { settle } from '../deploy/settle';
import { choose, type EnvironmentStacks } from '../deploy/stacks';
import type { Terraform } from '../deploy/terraform';
import { begin } from '../deploy/under-way';
import { waitForClusters } from '../emulated-aws/clusters';
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
  context: LocalContext,
  tools: Tools,
  { names, port, platformOnly, servicesOnly }: UpOptions,
): Promise<void> {
  const chosen = choose(context.stacks, names).map((environment) => {
    const { platform, stacks } = environment;
    if (platformOnly) return { ...environment, stacks: [platform] };
    if (!servicesOnly) return environment;
    return { ...environment, account: undefined, stacks: stacks.filter((stack) => stack !== platform) };
  });
  const prepared = await prepare(context, tools, { port, platformOnly });
  await settle([
    prepared.bootstrapped,
    prepared.kubernetes,
    ...chosen.map((environment) => deploy(context, prepared, environment)),
  ]);
  context.display.close();
  console.log(`\n${nextSteps(chosen)}`);
}

/** The account, as soon as it can be used the platform, then what builds on it, one stack after the other. */
async function deploy(
  context: LocalContext,
  prepared: Prepared,
  environment: EnvironmentStacks,
): Promise<void> {
  const terraform = terraformFor(context, prepared.emulator);
  const { account } = environment;
  if (!account) return deployStacks(context, prepared, environment);
  const { usable, finished } = begin(terraform, account, context);
  const others = async () => {
    if (await fails(usable)) return;
    // With a profile for the role that is there now.
    await writeSettings(context, prepared.emulator);
    await deployStacks(context, prepared, environment);
  };
  await settle([tell(context, account, finished), others()]);
}

async function deployStacks(
  context: LocalContext,
  prepared: Prepared,
  environment: EnvironmentStacks,
): Promise<void> {
  const { platform, stacks } = environment;
  const deployed = async (stack: SynthesizedStack) =>
    deployStack(context, await deployerOf(context, prepared.emulator, stack), stack);
  const others = stacks.filter((stack) => stack !== platform);
  const deployOthers = async () => {
    for (const stack of others) await deployed(stack);
  };
  if (stacks.includes(platform)) await deployed(platform);
  if (await fails(prepared.kubernetes)) return;
  await waitForClusters(prepared.emulator);
  const written = writeContext(context.layout, environment, environmentOf(context, prepared.emulator));
  await settle([written, deployOthers()]);
}

/** Whether work fails whose error is reported elsewhere. */
function fails(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => false,
    () => true,
  );
}

async function deployStack(
  context: LocalContext,
  terraform: Terraform,
  stack: SynthesizedStack,
): Promise<void> {
  await tell(context, stack, converge(terraform, stack, context));
}

async function tell(
  { display }: LocalContext,
  { name }: SynthesizedStack,
  work: Promise<Changes>,
): Promise<void> {
  const since = Date.now();
  const changes = await work;
  display.note(`${name}: ${formatChanges(changes)} (${duration(Date.now() - since)})`);
}
