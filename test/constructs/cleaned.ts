import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { ContractReader } from '../../constructs/contract/contract-reader';
import { GuestCleanup } from '../../constructs/services/bindings/guest-cleanup';
import { SetupNamespace } from '../../constructs/services/bindings/setup-namespace';
import { naming, type Synthesized, synth } from '../helpers';
import { backing } from './bound';

/** What a host makes in order to clean a database up after previews. */
export function cleaned(database: keyof typeof backing.databases): Synthesized {
  const { engine } = backing.databases[database];
  return synth((stack) => {
    new KubernetesProvider(stack, 'kubernetes', {});
    const contract = new ContractReader(stack, 'contract', { naming, zones: 3 });
    const runtime = { naming, cluster: naming.environment, contract, hostsPreviews: true };
    const setup = new SetupNamespace(stack, 'setup', { runtime });
    new GuestCleanup(stack, 'cleanup', { runtime, setup, database, engine });
  });
}
