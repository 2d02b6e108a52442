import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SynthesizedStack } from '../../terraform/synthesized-stack';
import { type Emulator, record } from '../emulated-aws/emulator';
import { type LocalContext, terraformFor } from './local-context';
import { begin } from './under-way';

/** A bootstrap under way. */
export interface Bootstrapping {
  /** Settles when it has all that environments need of it. */
  readonly usable: Promise<void>;
  /** Settles when all of it is there. */
  readonly finished: Promise<void>;
}

/**
 * Deploys the bootstrap stack, unless this emulator has it as it is.
 * @param mustWait whether it is left to a later run. Asked where this emulator has an older one. Default: it is not.
 */
export async function bootstrap(
  context: LocalContext,
  emulator: Emulator,
  mustWait = async () => false,
): Promise<Bootstrapping> {
  const { bootstrapped: before } = emulator;
  const bootstrapped = digest(context.stacks.bootstrap);
  if (before === bootstrapped || (before !== undefined && (await mustWait())))
    return { usable: Promise.resolve(), finished: Promise.resolve() };
  const stack = withStateHere(context.stacks.bootstrap, context.layout.bootstrapState);
  const { usable, finished } = begin(terraformFor(context, emulator), stack, context);
  return { usable, finished: finished.then(() => record(context.layout, { ...emulator, bootstrapped })) };
}

/** The same with its state in a file: not in the bucket that it makes, which goes with the emulator. */
function withStateHere(stack: SynthesizedStack, path: string): SynthesizedStack {
  const override = JSON.stringify({ terraform: { backend: { local: { path } } } });
  writeFileSync(join(stack.directory, 'backend_override.tf.json'), override);
  const { document, ...others } = stack;
  return new SynthesizedStack({
    ...others,
    document: { ...document, terraform: { ...document.terraform, backend: {} } },
  });
}

function digest({ directory }: SynthesizedStack): string {
  return createHash('sha256')
    .update(readFileSync(join(directory, 'cdk.tf.json')))
    .digest('hex');
}
