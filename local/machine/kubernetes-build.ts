import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KUBERNETES_PROVIDER } from '../../stacks/use-cluster';
import { modules } from './go';
import { type GoProgram, goProgram } from './go-build';

const PROVIDER = 'github.com/hashicorp/terraform-provider-kubernetes';

/** The Kubernetes cluster, which is kubectl too. */
export function clusterProgram(directory: string): GoProgram {
  const module = join(modules, 'cluster');
  const version = moduleVersion(module, 'k8s.io/kubernetes');
  const [major = '', minor = ''] = version.slice(1).split('.');
  const packages = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'];
  const variables = Object.fromEntries(
    packages.flatMap((name) => [
      [`${name}.gitVersion`, version],
      [`${name}.gitMajor`, major],
      [`${name}.gitMinor`, minor],
    ]),
  );
  return goProgram({ name: 'cluster', module, packages: ['.'], variables }, directory);
}

/** What a node needs that runs containers for real: a folder of programs, see local/kubernetes/node/main.go. */
export function nodePrograms(directory: string): GoProgram {
  const containerd = 'github.com/containerd/containerd/v2/cmd';
  const plugins = 'github.com/containernetworking/plugins/plugins';
  const packages = [
    '.',
    './pause',
    ...['containerd', 'containerd-shim-runc-v2'].map((name) => `${containerd}/${name}`),
    ...['main/ptp', 'main/loopback', 'ipam/host-local'].map((name) => `${plugins}/${name}`),
  ];
  return goProgram({ name: 'node', module: join(modules, 'node'), packages, file: '.' }, directory);
}

/**
 * Terraform's Kubernetes provider, for a machine that cannot fetch it. The source in go.mod is of the version that the
 * stacks ask for: the module's own number is made from a commit.
 */
export function providerProgram(directory: string): GoProgram {
  const platform = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const file = `terraform-provider-kubernetes_v${KUBERNETES_PROVIDER}`;
  const folder = join('registry.terraform.io', 'hashicorp', 'kubernetes', KUBERNETES_PROVIDER, platform);
  const module = join(modules, 'provider');
  return goProgram({ name: 'provider', module, packages: [PROVIDER], file: join(folder, file) }, directory);
}

/** Answers requests as the emulated load balancers do. */
export function entranceProgram(directory: string): GoProgram {
  return goProgram({ name: 'entrance', module: join(modules, 'entrance'), packages: ['.'] }, directory);
}

/** kube-score, which scores Kubernetes objects for CI. */
export function scoreProgram(directory: string): GoProgram {
  const packages = ['github.com/zegl/kube-score/cmd/kube-score'];
  return goProgram({ name: 'kube-score', module: join(modules, 'score'), packages }, directory);
}

/** A filesystem mirror, as Terraform's CLI configuration names it. */
export function providerMirror(directory: string): string {
  return providerProgram(directory).folder;
}

function moduleVersion(module: string, name: string): string {
  const text = readFileSync(join(module, 'go.mod'), 'utf8');
  return text.match(new RegExp(`^\\s*${name} (v\\S+)$`, 'm'))![1]!;
}
