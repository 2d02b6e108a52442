import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../e2e/local-command';
import type { DrillArguments } from './arguments';
import { badDay, checkRow } from './bad-day';
import { drill } from './drill';
import { Lane } from './lane';
import { type Point, STARTS } from './point';
import { type Result, Results } from './results';
import { Starts } from './starts';

const FOLDER = join(root, '.local', 'drills');
/** From one emulator's port to the next; their clusters listen elsewhere. */
const PORTS = 10;

/** Goes through points, some at a time. @returns what came of each. */
export async function runPoints(
  { points, goOn, lanes, port }: Omit<DrillArguments, 'list' | 'json' | 'inARow'>,
  say: (text: string) => void,
): Promise<Result[]> {
  const lane = (index: number) => new Lane(`lane-${port + index * PORTS}`, port + index * PORTS);
  const maker = lane(0);
  const all = Array.from({ length: Math.min(lanes, points.length) }, (_, index) => lane(index + 1));
  const known = new Results(join(FOLDER, 'results.json'));
  try {
    const starts = await Starts.open(maker, say);
    const done = points.flatMap(({ name }) => known.of(name, starts.digest) ?? []);
    const results = done.filter(({ wrong }) => goOn && wrong.length === 0);
    const left = inOrder(points.filter(({ name }) => !results.some((result) => result.name === name)));
    // In the order in which they are made, whoever waits for them.
    for (const start of STARTS) {
      if (left.some((point) => point.start === start || point.goal === start))
        starts.ready(start).catch(() => {}); // Whoever waits for it is told.
    }
    const [before, count] = [results.length, left.length];
    const work = async (lane: Lane) => {
      for (let point = left.shift(); point; point = left.shift()) {
        const log = logOf(point);
        const result = await drill(point, lane, starts, log);
        known.add(result);
        results.push(result);
        const came = result.wrong.length === 0 ? 'converged' : `NOT CONVERGED: ${log}`;
        say(`${results.length - before}/${count} ${point.name}: ${came} (${result.seconds} s)`);
      }
    };
    await Promise.all(all.map(work));
    return results;
  } finally {
    for (const lane of [maker, ...all]) await lane.close();
  }
}

/** Goes through points in one environment. @returns what came of each. */
export async function runInARow(
  { points, port }: Pick<DrillArguments, 'points' | 'port'>,
  say: (text: string) => void,
): Promise<Result[]> {
  checkRow(points);
  for (const point of points) rmSync(logOf(point), { force: true });
  const said = (point: Point, text: string) => appendFileSync(logOf(point), `${text}\n`);
  const lane = new Lane(`bad-day-${port}`, port);
  try {
    return await badDay(points, lane, await Starts.open(lane, say), said, say);
  } finally {
    await lane.close();
  }
}

function logOf({ name }: Point): string {
  const log = join(FOLDER, 'logs', `${name}.log`);
  mkdirSync(dirname(log), { recursive: true });
  return log;
}

/** First those that need what is made first. */
function inOrder(points: readonly Point[]): Point[] {
  const place = ({ start }: Point) => STARTS.indexOf(start);
  return [...points].sort((a, b) => place(a) - place(b));
}
