import { start } from '../../console/start';
import { parseDrillArguments, usage } from './arguments';
import { allPoints } from './points/all';
import { commands, table, whatWasDone } from './results';
import { runInARow, runPoints } from './run-points';

start(async (args) => {
  const asked = parseDrillArguments(args, allPoints);
  if (!asked) return console.log(usage);
  const { points, list, json, inARow } = asked;
  if (list) {
    for (const point of points) console.log(`${point.name}: ${whatWasDone(point)}; then ${commands(point)}`);
    return;
  }
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const results = await (inARow ? runInARow(asked, say) : runPoints(asked, say));
  console.log(json ? JSON.stringify(results, null, 1) : table(points, results));
  return points.every(({ name }) =>
    results.some((result) => result.name === name && result.wrong.length === 0),
  )
    ? 0
    : 1;
});
