import { Failure } from '../../console/failure';

/**
 * Waits for all, as one that fails must not cut off the others.
 * @throws Failure with the messages of all that failed.
 */
export async function settle(work: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  const reasons = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  const bug = reasons.find((reason) => !(reason instanceof Failure));
  if (bug) throw bug;
  const failures = reasons as Failure[];
  if (failures.length === 0) return;
  throw new Failure(failures.map(({ message }) => message).join('\n'), failures[0]!.exitCode);
}
