import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import type { TerraformStack } from 'cdktf';
import { ContractReader } from '../../constructs/contract/contract-reader';
import { GuestCacheCleanup, GuestCacheSetup } from '../../constructs/services/bindings/guests/guest-cache';
import { GuestCleanup } from '../../constructs/services/bindings/guests/guest-cleanup';
import { GuestSetup } from '../../constructs/services/bindings/guests/guest-setup';
import { Seed, type SeedProps } from '../../constructs/services/bindings/seeds/seed';
import { SetupNamespace } from '../../constructs/services/bindings/setup-namespace';
import type { Runtime } from '../../constructs/services/runtime/runtime';
import { naming, type Synthesized, synth } from '../helpers';
import { backing } from './bound';

type Database = keyof typeof backing.databases;

/** What a host makes in order to clean a database up after previews. */
export const cleaned = (database: Database): Synthesized => hosted(GuestCleanup, 'cleanup', database);

/** What a host makes for previews that set up a database on its server. */
export const prepared = (database: Database): Synthesized => hosted(GuestSetup, 'guest', database);

/** What a host makes in order to fill a database of previews from its own. */
export const seeded = (database: Database, tables: SeedProps['tables']): Synthesized =>
  onHost((stack, common) => {
    new Seed(stack, 'seed', { ...common, database, engine: backing.databases[database].engine, tables });
  });

/** What a host makes for previews that use one of its caches: what makes their users, and what deletes them. */
export const forCache = (cache: string): Synthesized =>
  onHost((stack, common) => {
    new GuestCacheSetup(stack, 'guest', { ...common, cache });
    new GuestCacheCleanup(stack, 'cleanup', { ...common, cache });
  });

function hosted(
  Template: typeof GuestCleanup | typeof GuestSetup,
  id: string,
  database: Database,
): Synthesized {
  const { engine } = backing.databases[database];
  return onHost((stack, common) => {
    new Template(stack, id, { ...common, database, engine });
  });
}

interface Common {
  readonly runtime: Runtime;
  readonly setup: SetupNamespace;
}

function onHost(make: (stack: TerraformStack, common: Common) => void): Synthesized {
  return synth((stack) => {
    new KubernetesProvider(stack, 'kubernetes', {});
    const contract = new ContractReader(stack, 'contract', { naming, zones: 3 });
    const runtime = { naming, cluster: naming.environment, contract, hostsPreviews: true };
    make(stack, { runtime, setup: new SetupNamespace(stack, 'setup', { runtime }) });
  });
}
