import { describe as describeView, duration, openDisplay } from '../../../local/deploy/display';
import { begun } from '../../../terraform/progress';

const lines: string[] = [];
const stream = { isTTY: false, write: (text: string) => lines.push(text) } as unknown as NodeJS.WriteStream;
beforeEach(() => {
  lines.length = 0;
  jest.useFakeTimers({ now: 0 });
});
afterEach(() => jest.useRealTimers());

test('a row says how far it is, what takes longest, and how long it took', () => {
  const progress = {
    ...begun,
    planned: 231,
    done: 34,
    running: { 'aws_vpc.b': 58_000, 'aws_db_instance.a': 2000 },
  };
  expect(describeView({ step: 'applying', since: 0, progress }, 64_000)).toBe(
    'applying 34/231, aws_db_instance.a 1 min 2 s and 1 more, 1 min 4 s in all',
  );
});

test('before there is a plan a row says what was read', () => {
  expect(describeView({ step: 'applying', since: 0, progress: { ...begun, read: 12 } }, 500)).toBe(
    'applying 12 read',
  );
});

test('a row says how much of a build is done', () => {
  expect(describeView({ step: 'building', since: 0, part: 0.459 }, 64_000)).toBe(
    'building 45 %, 1 min 4 s in all',
  );
});

test.each([
  [400, '0 s'],
  [59_400, '59 s'],
  [60_000, '1 min 0 s'],
])('%d ms is %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test('without a terminal there is a line at each step, and one every 15 s for what takes long', async () => {
  const display = await openDisplay(stream);
  display.set('dev', { step: 'terraform init', since: 0 });
  display.set('dev', { step: 'applying', since: 0 });
  display.set('dev', { step: 'applying', since: 0, progress: { ...begun, planned: 2, done: 1 } });
  jest.advanceTimersByTime(15_000);
  display.set('dev', undefined);
  display.note('dev: 2 made');
  jest.advanceTimersByTime(60_000);
  display.close();
  expect(lines).toEqual([
    'dev: terraform init\n',
    'dev: applying\n',
    'dev: applying 1/2, 15 s in all\n',
    'dev: 2 made\n',
  ]);
});
