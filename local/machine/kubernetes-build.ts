import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KUBERNETES_PROVIDER } from '../../stacks/use-cluster';
import { modules } from './go';
import type { GoProgram } from './go-build';

const PROVIDER = 'github.com/hashicorp/terraform-provider-kubernetes';

/** The Kubernetes cluster, which is kubectl too. */
export function clusterProgram(directory: string): GoProgram {
  const module = join(modules, 'cluster');
  const version = moduleVersion(module, 'k8s.io/kubernetes');
  const [major = '', minor = ''] = version.slice(1).split('.');
  const packages = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'];
  return {
    name: 'cluster',
    module,
    package: '.',
    directory,
    output: join(directory, 'cluster'),
    variables: Object.fromEntries(
      packages.flatMap((name) => [
        [`${name}.gitVersion`, version],
        [`${name}.gitMajor`, major],
        [`${name}.gitMinor`, minor],
      ]),
    ),
  };
}

/**
 * Terraform's Kubernetes provider, for a machine that cannot fetch it. The source in go.mod is of the version that the
 * stacks ask for: the module's own number is made from a commit.
 */
export function providerProgram(directory: string): GoProgram {
  const platform = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const file = `terraform-provider-kubernetes_v${KUBERNETES_PROVIDER}`;
  const folder = join('registry.terraform.io', 'hashicorp', 'kubernetes', KUBERNETES_PROVIDER, platform);
  return {
    name: 'provider',
    module: join(modules, 'provider'),
    package: PROVIDER,
    directory,
    output: join(providerMirror(directory), folder, file),
  };
}

/** kube-score, which scores Kubernetes objects for CI. */
export function scoreProgram(directory: string): GoProgram {
  return {
    name: 'kube-score',
    module: join(modules, 'score'),
    package: 'github.com/zegl/kube-score/cmd/kube-score',
    directory,
    output: join(directory, 'kube-score'),
  };
}

/** A filesystem mirror, as Terraform's CLI configuration names it. */
export function providerMirror(directory: string): string {
  return join(directory, 'mirror');
}

function moduleVersion(module: string, name: string): string {
  const text = readFileSync(join(module, 'go.mod'), 'utf8');
  return text.match(new RegExp(`^\\s*${name} (v\\S+)$`, 'm'))![1]!;
}
