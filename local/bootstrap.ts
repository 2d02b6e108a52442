import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { converge } from './converge';
import { type Emulator, record } from './emulator';
import type { Progress } from './progress';
import type { Stack } from './stack';
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
  let finished = Promise.resolve();
  const usable = new Promise<void>((resolve, reject) => {
    finished = converge(terraformFor(shop, emulator), stack, shop, {
      initArgs: [`-backend-config=path=${shop.layout.bootstrapState}`],
      follow: (progress) => isUsable(progress) && resolve(),
    }).then(() => record(shop.layout, { ...emulator, bootstrapped }));
    finished.then(resolve, reject);
  });
  return { usable, finished };
}

/** Nothing depends on a bucket's lifecycle rules, and the provider waits 55 s for them. */
function isUsable({ planned, done, running }: Progress): boolean {
  if (planned === undefined) return false;
  const left = Object.keys(running);
  return (
    planned - done === left.length && left.every((address) => address.startsWith('aws_s3_bucket_lifecycle_'))
  );
}

function digest({ directory }: Stack): string {
  return createHash('sha256')
    .update(readFileSync(join(directory, 'cdk.tf.json')))
    .digest('hex');
}
