import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from '../../terraform/stack';
import { type Emulator, record } from '../emulated-aws/emulator';
import { begin } from './under-way';
import { terraformFor, type Workshop } from './workshop';

/** A bootstrap under way. */
export interface Bootstrapping {
  /** Settles when it has all that environments need of it. */
  readonly usable: Promise<void>;
  /** Settles when all of it is there. */
  readonly finished: Promise<void>;
}

/** Deploys the bootstrap stack, unless this emulator has it as it is. */
export function bootstrap(shop: Workshop, emulator: Emulator): Bootstrapping {
  const stack = shop.stacks.bootstrap;
  const bootstrapped = digest(stack);
  if (emulator.bootstrapped === bootstrapped)
    return { usable: Promise.resolve(), finished: Promise.resolve() };
  keepStateHere(stack, shop.layout.bootstrapState);
  const { usable, finished } = begin(terraformFor(shop, emulator), stack, shop);
  return { usable, finished: finished.then(() => record(shop.layout, { ...emulator, bootstrapped })) };
}

/** Not in the bucket that it makes, which goes with the emulator. */
function keepStateHere({ directory }: Stack, path: string): void {
  const backend = { terraform: { backend: { local: { path } } } };
  writeFileSync(join(directory, 'backend_override.tf.json'), JSON.stringify(backend));
}

function digest({ directory }: Stack): string {
  return createHash('sha256')
    .update(readFileSync(join(directory, 'cdk.tf.json')))
    .digest('hex');
}
