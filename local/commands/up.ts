import type { Changes } from '../../terraform/events';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { atWorkOn } from '../deploy/at-work';
import { converge } from '../deploy/converge';
import { duration } from '../deploy/display';
import { imagesOf, waitForImages, wantedBy } from '../deploy/images';
import { kubectlFor, writeContext } from '../deploy/kubeconfig';
import {
  deployerOf,
  environmentOf,
  type LocalContext,
  terraformFor,
  writeSettings,
} from '../deploy/local-context';
import { makeUpSecrets } from '../deploy/made-up-secrets';
import { restartOutdated } from '../deploy/outdated';
import { type Prepared, prepare } from '../deploy/prepare';
import { settle } from '../deploy/settle';
import { choose, type EnvironmentStacks } from '../deploy/stacks';
import { takeOver } from '../deploy/take-over';
import { begin } from '../deploy/under-way';
import { waitForClusters } from '../emulated-aws/clusters';
import type { Emulator } from '../emulated-aws/emulator';
import { waitForEntrance } from '../emulated-aws/entrance';
import { serversTold } from '../emulated-aws/servers';
import { whySimulated } from '../machine/real-node';
import type { Tools } from '../machine/tools';
import { formatChanges, nextSteps, servers } from './summary';

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
  const environments = chosen.map(({ name }) => name);
  const { entrance, told } = await atWorkOn(context, environments, async () => {
    const prepared = await prepare(context, tools, { port, platformOnly, environments });
    await settle([
      prepared.bootstrapped,
      prepared.kubernetes,
      prepared.images,
      ...chosen.map((environment) => deploy(context, prepared, environment)),
    ]);
    const { emulator } = prepared;
    return { entrance: await waitForEntrance(emulator), told: await serversTold(emulator) };
  });
  context.display.close();
  const parts = [servers(told).join('\n'), nextSteps(chosen, entrance)].filter((part) => part !== '');
  for (const part of parts) console.log(`\n${part}`);
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
  const { usable, finished } = begin(terraform, account, context, () =>
    takeOver(context, prepared.emulator, account),
  );
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
  const deployed = (stack: SynthesizedStack) => deployStack(context, prepared.emulator, stack);
  const others = stacks.filter((stack) => stack !== platform);
  const deployOthers = async (written: Promise<void>) => {
    if (others.length === 0) return;
    for (const told of await makeUpSecrets(others, environmentOf(context, prepared.emulator)))
      context.display.note(told);
    // What makes a pod looks whether the node has its image.
    await prepared.images;
    await waitForImages(context, prepared.emulator, environment);
    for (const stack of others) await deployed(stack);
    await written;
    await restart(context, prepared.emulator, environment);
  };
  await prepared.servers;
  if (stacks.includes(platform)) await deployed(platform);
  if (await fails(prepared.kubernetes)) return;
  await waitForClusters(prepared.emulator);
  const written = writeContext(context.layout, environment, environmentOf(context, prepared.emulator));
  await settle([written, deployOthers(written)]);
}

/** What ran before with an image that has changed since. */
async function restart(
  context: LocalContext,
  emulator: Emulator,
  { name, platform }: EnvironmentStacks,
): Promise<void> {
  if (whySimulated() || !platform.cluster) return;
  const kubectl = kubectlFor(context.layout, name, environmentOf(context, emulator));
  for (const deployment of await restartOutdated(kubectl, imagesOf(wantedBy([name]))))
    context.display.note(`${name}: restarted ${deployment}, whose image has changed`);
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
  emulator: Emulator,
  stack: SynthesizedStack,
): Promise<void> {
  const terraform = await deployerOf(context, emulator, stack);
  const work = converge(terraform, stack, context, { takeOver: () => takeOver(context, emulator, stack) });
  await tell(context, stack, work);
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
