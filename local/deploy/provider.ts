import { rmSync } from 'node:fs';
import { hasTerraformConfig } from '../emulated-aws/variables';
import { exclusively } from '../machine/exclusive';
import { providerMirror, providerProgram } from '../machine/kubernetes-build';
import { findMirrors, mirrorPlaces } from '../machine/mirror';
import { reachesRegistry } from '../machine/registry';
import type { Tools } from '../machine/tools';
import { ensureCompiled } from './compiled';
import { type LocalContext, providersOf, waitingFor, writeTerraformConfig } from './local-context';

const SOURCE = 'hashicorp/kubernetes';

/**
 * Sees to it that Terraform can have its provider for Kubernetes: where no mirror has it and the registry is out of
 * reach, it is built. A machine with a Terraform configuration of its user's is left to that.
 */
export async function provideKubernetes(context: LocalContext, tools: Tools): Promise<void> {
  const { layout, stacks } = context;
  const wanted = providersOf(stacks).filter(({ source }) => source === SOURCE);
  const isThere = wanted.length === 0 || findMirrors(mirrorPlaces(), wanted).length > 0;
  if (isThere || hasTerraformConfig(process.env)) return;
  await exclusively(layout.providerLock, waitingFor(context), async () => {
    // Also what a build left that was broken off. Terraform would take it for the provider.
    if (await reachesRegistry()) rmSync(providerMirror(layout.kubernetes), { recursive: true, force: true });
    else
      await ensureCompiled(
        context,
        tools,
        'Kubernetes provider of Terraform',
        providerProgram(layout.kubernetes),
      );
  });
  writeTerraformConfig(context);
}
