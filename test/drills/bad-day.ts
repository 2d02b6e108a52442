import { Failure } from '../../console/failure';
import { putRight } from './drill';
import type { Lane } from './lane';
import type { Point } from './point';
import type { Result } from './results';
import type { Starts } from './starts';
import { faultsOf, faultsWithin } from './verdict';

/**
 * Points one after the other, each from where the last one has ended: a bad day of one environment. It takes a fraction of
 * the same points one by one, as nothing is deployed only to begin from. What one has left without anybody's knowledge
 * shows at the end, when all is destroyed and something is still there.
 * @param said takes what the commands of a point say.
 * @throws Failure before it begins, when a point does not begin where the one before it ends.
 */
export async function badDay(
  points: readonly Point[],
  lane: Lane,
  starts: Starts,
  said: (point: Point, text: string) => void,
  say: (text: string) => void = () => {},
): Promise<Result[]> {
  checkRow(points);
  const { start: first } = points[0]!;
  await starts.ready(first);
  await lane.begin(starts.synthesized, starts.of(first));
  const results: Result[] = [];
  for (const point of points) {
    const since = Date.now();
    const wrong = [
      ...(await putRight(point, lane, (text) => said(point, text))),
      ...(isDestroyed(point)
        ? await faultsOf(lane, point.goal, starts)
        : await faultsWithin(lane, point.goal)),
    ];
    const seconds = Math.round((Date.now() - since) / 1000);
    results.push({ name: point.name, digest: starts.digest, seconds, wrong });
    say(`${point.name}: ${wrong.length === 0 ? 'converged' : 'NOT CONVERGED'} (${seconds} s)`);
  }
  return results;
}

/** Then what should be left was made on the way. */
function isDestroyed({ goal }: Point): boolean {
  return goal === 'account' || goal === 'bootstrap';
}

/** @throws Failure when there is a gap. */
export function checkRow(points: readonly Point[]): void {
  let last = points[0]?.start;
  for (const { name, start, goal } of points) {
    if (start !== last)
      throw new Failure(
        `--in-a-row: ${name} begins at "${start}", and what comes before it ends at "${last}"`,
      );
    last = goal;
  }
}
