import { rmSync } from 'node:fs';
import { hasTerraformConfig } from '../emulated-aws/variables';
import { exclusively } from '../machine/exclusive';
import { clusterProgram, providerMirror, providerProgram } from '../machine/kubernetes-build';
import { findMirrors, mirrorPlaces } from '../machine/mirror';
import { reachesRegistry } from '../machine/registry';
import type { Tools } from '../machine/tools';
import { ensureCompiled } from './compiled';
import { type LocalContext, providersOf, waitingFor, writeTerraformConfig } from './local-context';

const SOURCE = 'hashicorp/kubernetes';

/**
 * Makes what only services need, unless it is there: the Kubernetes API of a cluster and, where Terraform can't have
 * it otherwise, its provider for Kubernetes. One after the other, as each build takes all processors.
 */
export async function prepareKubernetes(
  context: LocalContext,
  tools: Tools,
  { withProvider }: { readonly withProvider: boolean },
): Promise<void> {
  const { layout } = context;
  await exclusively(layout.kubernetesLock, waitingFor(context), async () => {
    await ensureCompiled(context, tools, 'Kubernetes API', clusterProgram(layout.kubernetes));
    if (withProvider && needsProvider(context)) await provide(context, tools);
  });
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
  const { kubernetes } = context.layout;
  // Also what a build left that was broken off. Terraform would take it for the provider.
  if (await reachesRegistry()) return rmSync(providerMirror(kubernetes), { recursive: true, force: true });
  await ensureCompiled(context, tools, 'Kubernetes provider of Terraform', providerProgram(kubernetes));
}
