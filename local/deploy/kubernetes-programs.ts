import { hasTerraformConfig } from '../emulated-aws/variables';
import { clusterProgram, entranceProgram, nodePrograms, providerProgram } from '../machine/kubernetes-build';
import { findMirrors, mirrorPlaces } from '../machine/mirror';
import { simulated, whySimulated } from '../machine/real-node';
import { reachesRegistry } from '../machine/registry';
import type { Tools } from '../machine/tools';
import { ensureCompiled } from './compiled';
import { type LocalContext, providersOf, writeTerraformConfig } from './local-context';

const SOURCE = 'hashicorp/kubernetes';

/**
 * Makes what only services need, unless it is there: what answers requests to them, the Kubernetes API of a cluster,
 * where Terraform can't have it otherwise its provider for Kubernetes and, where containers can run, the node for them.
 * One after the other, as each build takes all processors.
 */
export async function prepareKubernetes(
  context: LocalContext,
  tools: Tools,
  { withProvider }: { readonly withProvider: boolean },
): Promise<void> {
  const { layout } = context;
  // It takes seconds, and the first deploy then ends with an address.
  await ensureCompiled(context, tools, 'entrance', entranceProgram(layout.programs));
  await ensureCompiled(context, tools, 'Kubernetes API', clusterProgram(layout.programs));
  if (withProvider && needsProvider(context)) await provide(context, tools);
  const why = whySimulated();
  if (why) context.display.note(simulated(why));
  else await ensureCompiled(context, tools, 'node that runs containers', nodePrograms(layout.programs));
  writeTerraformConfig(context);
}

/** Whether no mirror has the provider. A machine with a Terraform configuration of its user's is left to that. */
function needsProvider({ stacks }: LocalContext): boolean {
  const wanted = providersOf(stacks).filter(({ source }) => source === SOURCE);
  const isThere = wanted.length === 0 || findMirrors(mirrorPlaces(), wanted).length > 0;
  return !isThere && !hasTerraformConfig(process.env);
}

/** Builds the provider where Terraform's registry is out of reach. */
async function provide(context: LocalContext, tools: Tools): Promise<void> {
  if (await reachesRegistry()) return;
  const program = providerProgram(context.layout.programs);
  await ensureCompiled(context, tools, 'Kubernetes provider of Terraform', program);
}
