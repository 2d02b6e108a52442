import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../e2e/local-command';
import type { DrillArguments } from './arguments';
import { drill } from './drill';
import { Lane } from './lane';
import { type Result, Results } from './results';
import { Starts } from './starts';

const FOLDER = join(root, '.local', 'drills');
/** From one emulator's port to the next; their clusters listen elsewhere. */
const PORTS = 10;

/** Goes through points, some at a time. @returns what came of each. */
export async function runPoints(
  { points, goOn, lanes, port }: Omit<DrillArguments, 'list' | 'json'>,
  say: (text: string) => void,
): Promise<Result[]> {
  const all = Array.from(
    { length: Math.min(lanes, points.length) },
    (_, index) => new Lane(`lane-${port + index * PORTS}`, port + index * PORTS),
  );
  const logs = join(FOLDER, 'logs');
  const known = new Results(join(FOLDER, 'results.json'));
  try {
    const starts = await Starts.make(
      all[0]!,
      new Set(points.flatMap(({ start, goal }) => [start, goal])),
      say,
    );
    const done = points.flatMap(({ name }) => known.of(name, starts.digest) ?? []);
    const converged = done.filter(({ wrong }) => goOn && wrong.length === 0);
    const left = points.filter(({ name }) => !converged.some((result) => result.name === name));
    const results = [...converged];
    const count = left.length;
    const work = async (lane: Lane) => {
      for (let point = left.shift(); point; point = left.shift()) {
        const log = join(logs, `${point.name}.log`);
        mkdirSync(join(log, '..'), { recursive: true });
        const result = await drill(point, lane, starts, log);
        known.add(result);
        results.push(result);
        const came = result.wrong.length === 0 ? 'converged' : `NOT CONVERGED: ${log}`;
        say(`${results.length - converged.length}/${count} ${point.name}: ${came} (${result.seconds} s)`);
      }
    };
    await Promise.all(all.map(work));
    return results;
  } finally {
    for (const lane of all) await lane.close();
  }
}
