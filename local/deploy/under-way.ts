import type { Changes } from '../../terraform/events';
import type { Progress } from '../../terraform/progress';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { converge, type Options } from './converge';
import type { LocalContext } from './local-context';
import type { Terraform } from './terraform';

/** A stack that is being deployed. */
export interface UnderWay {
  /** Settles when it has all that other stacks need of it. */
  readonly usable: Promise<void>;
  /** Settles when all of it is there. */
  readonly finished: Promise<Changes>;
}

/** Begins to deploy a stack on which others wait. */
export function begin(
  terraform: Terraform,
  stack: SynthesizedStack,
  context: LocalContext,
  takeOver?: Options['takeOver'],
): UnderWay {
  let finished: Promise<Changes> | undefined;
  const usable = new Promise<void>((resolve, reject) => {
    finished = converge(terraform, stack, context, {
      follow: (progress) => isUsable(progress) && resolve(),
      takeOver,
    });
    finished.then(() => resolve(), reject);
  });
  return { usable, finished: finished! };
}

/** Nothing depends on a bucket's lifecycle rules, and the provider waits 55 s for them. */
function isUsable({ planned, done, running }: Progress): boolean {
  if (planned === undefined) return false;
  const left = Object.keys(running);
  return (
    planned - done === left.length && left.every((address) => address.startsWith('aws_s3_bucket_lifecycle_'))
  );
}
