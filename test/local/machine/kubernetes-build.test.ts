import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { clusterProgram, providerMirror, providerProgram } from '../../../local/machine/kubernetes-build';

test('the cluster names the version of Kubernetes that it is built from', () => {
  const { module, variables } = clusterProgram('/x');
  const version = variables!['k8s.io/component-base/version.gitVersion']!;
  expect(version).toMatch(/^v1\.\d+\.\d+$/);
  const staging = `v0.${version.slice(3)}`;
  const others = [...readFileSync(`${module}/go.mod`, 'utf8').matchAll(/^\tk8s\.io\/\S+ => \S+ (\S+)$/gm)];
  expect(others.length).toBeGreaterThan(20);
  for (const [, other] of others) expect(other).toBe(staging);
});

test('the provider lies where Terraform looks for it in a mirror', () => {
  expect(relative(providerMirror('/x'), providerProgram('/x').output)).toMatch(
    /^registry\.terraform\.io\/hashicorp\/kubernetes\/(\d+\.\d+\.\d+)\/[a-z]+_[a-z0-9]+\/terraform-provider-kubernetes_v\1$/,
  );
});
