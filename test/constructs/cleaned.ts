import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { ContractReader } from '../../constructs/contract/contract-reader';
import { GuestCleanup } from '../../constructs/services/bindings/guest-cleanup';
import { Setup } from '../../constructs/services/bindings/setup-namespace';
import { naming, type Synthesized, synth } from '../helpers';
import { backing } from './bound';

/** What a host makes in order to clean a database up after previews. */
export function cleaned(database: keyof typeof backing.databases): Synthesized {
  const { engine } = backing.databases[database];
  return synth((stack) => {
    new KubernetesProvider(stack, 'kubernetes', {});
    const contract = new ContractReader(stack, 'contract', { naming });
    const place = { naming, cluster: naming.environment, contract, host: true };
    const setup = new Setup(stack, 'setup', { place });
    new GuestCleanup(stack, 'cleanup', { place, setup, database, engine });
  });
}
