import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { ContractReader } from '../../constructs/contract/contract-reader';
import type { Runtime } from '../../constructs/services/runtime/runtime';
import type { BaseStack } from '../../stacks/stack';
import { naming } from '../helpers';

/** Where services run, in a stack that knows of the platform what its contract says. */
export function testRuntime(stack: BaseStack): Runtime {
  new KubernetesProvider(stack, 'kubernetes', {});
  const contract = new ContractReader(stack, 'contract', { naming, zones: 3 });
  return { naming, cluster: naming.environment, contract, hostsPreviews: false };
}

/** A field of the contract in Terraform's language. */
export function field(...path: readonly string[]): string {
  return `\${local.contract_content${path.map((part) => `.${part}`).join('')}}`;
}
