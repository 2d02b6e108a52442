import { join } from 'node:path';
import { badDay } from '../drills/bad-day';
import { Lane } from '../drills/lane';
import { shortRow } from '../drills/points/sample';
import { type Result, whatWasDone } from '../drills/results';
import { Starts } from '../drills/starts';
import { root } from './local-command';

// Two of `npm run drills`, in one environment: the second goes on from where the first one ended.
jest.setTimeout(40 * 60_000);

const PORT = 6600;
const [maker, lane] = [0, 10].map((offset) => new Lane(`e2e-${PORT + offset}`, PORT + offset)) as [
  Lane,
  Lane,
];
const said = new Map<string, string>();
let results: readonly Result[];

beforeAll(async () => {
  const starts = await Starts.open(maker, () => {}, join(root, '.local', 'drills-e2e'));
  results = await badDay(shortRow, lane, starts, ({ name }, text) =>
    said.set(name, `${said.get(name) ?? ''}${text}\n`),
  );
});
afterAll(async () => {
  for (const each of [maker, lane]) await each.close();
});

test.each(shortRow.map((point) => [point.name, whatWasDone(point)]))(
  '%s: %s: the documented commands leave what an undisturbed run leaves',
  (name) => {
    const { wrong } = results.find((result) => result.name === name)!;
    if (wrong.length > 0) console.error(said.get(name));
    expect(wrong).toEqual([]);
  },
);
