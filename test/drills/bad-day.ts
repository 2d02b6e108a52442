import { Failure } from '../../console/failure';
import { putRight } from './drill';
import { Lane } from './lane';
import type { Point } from './point';
import type { Result } from './results';
import { Starts } from './starts';
import { faultsOf, faultsWithin } from './verdict';

/** From where a bad day goes, and to where. */
const FIRST = 'account';

/**
 * Points one after the other, each from where the last one has ended: a bad day of one environment. It takes a fraction of
 * the same points one by one, as nothing is deployed only to begin from. What one has left without anybody's knowledge
 * shows at the end, when all is destroyed and something is still there.
 * @param place where what it begins from is kept.
 * @param said takes what the commands of a point say.
 * @throws Failure before it begins, when a point does not begin where the one before it ends.
 */
export async function badDay(
  points: readonly Point[],
  port: number,
  place: string,
  said: (point: Point, text: string) => void,
  say: (text: string) => void,
): Promise<Result[]> {
  checkRow(points);
  const lane = new Lane(`bad-day-${port}`, port);
  try {
    const starts = await Starts.open(lane, say, place);
    await starts.ready(FIRST);
    await lane.begin(starts.synthesized, starts.of(FIRST));
    const results: Result[] = [];
    for (const point of points) {
      const since = Date.now();
      const wrong = [
        ...(await putRight(point, lane, (text) => said(point, text))),
        ...(point.goal === FIRST
          ? await faultsOf(lane, point.goal, starts)
          : await faultsWithin(lane, point.goal)),
      ];
      const seconds = Math.round((Date.now() - since) / 1000);
      results.push({ name: point.name, digest: starts.digest, seconds, wrong });
      say(`${point.name}: ${wrong.length === 0 ? 'converged' : 'NOT CONVERGED'} (${seconds} s)`);
    }
    return results;
  } finally {
    await lane.close();
  }
}

/** @throws Failure when there is a gap. */
export function checkRow(points: readonly Point[]): void {
  let last: Point['goal'] = FIRST;
  for (const { name, start, goal } of points) {
    if (start !== last)
      throw new Failure(
        `--in-a-row: ${name} begins at "${start}", and what comes before it ends at "${last}"`,
      );
    last = goal;
  }
}
