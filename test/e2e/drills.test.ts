import { join } from 'node:path';
import { badDay } from '../drills/bad-day';
import { Lane } from '../drills/lane';
import { rowsOfSample } from '../drills/points/sample';
import { type Result, whatWasDone } from '../drills/results';
import { Starts } from '../drills/starts';
import { root } from './local-command';

// The sample of `npm run drills`: two rows at the same time, each in one environment.
jest.setTimeout(60 * 60_000);

const PORT = 6600;
const lanes = [0, 10, 20].map((offset) => new Lane(`e2e-${PORT + offset}`, PORT + offset));
const said = new Map<string, string>();
let days: readonly Promise<Result[]>[];

beforeAll(async () => {
  const [maker, ...others] = lanes;
  const starts = await Starts.open(maker!, () => {}, join(root, '.local', 'drills-e2e'));
  days = rowsOfSample.map((row, index) =>
    badDay(row, others[index]!, starts, ({ name }, text) =>
      said.set(name, `${said.get(name) ?? ''}${text}\n`),
    ),
  );
  // Each test looks at its own.
  await Promise.allSettled(days);
});
afterAll(async () => {
  for (const lane of lanes) await lane.close();
});

describe.each(rowsOfSample.map((row, index) => ({ row, index })))('row $index', ({ row, index }) => {
  test.each(row.map((point) => [point.name, whatWasDone(point)]))(
    '%s: %s: the documented commands leave what an undisturbed run leaves',
    async (name) => {
      const results = await days[index]!;
      const { wrong } = results.find((result) => result.name === name)!;
      if (wrong.length > 0) console.error(said.get(name));
      expect(wrong).toEqual([]);
    },
  );
});
