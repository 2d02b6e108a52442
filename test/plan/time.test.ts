import { secondsToJudge } from '../../bench/judge';
import type { PlanJson } from '../../plan/plan';
import { corpus } from './corpus';

// Seconds of a processor, in one run: what else the machine does counts little, and its speed nothing.
jest.setTimeout(300_000);

const real = [...corpus().values()].flat().map(({ plan }) => plan);

test('a plan of 10,000 changes takes seconds, and no square of their number', () => {
  secondsToJudge(500, real);
  const [few, many] = [secondsToJudge(2500, real), secondsToJudge(10_000, real)];
  // Four times as many: in a straight line 4, as a square 16.
  expect(many! / few!).toBeLessThan(12);
  expect(many).toBeLessThan(30);
});

/** The plan with a text in place of each text of its values. */
function withTexts(value: unknown, text: string): unknown {
  if (typeof value === 'string') return text;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withTexts(item, text));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withTexts(item, text)]));
}

const longTexts = (text: string): PlanJson[] =>
  real.map((plan) => ({
    ...plan,
    resource_changes: (plan.resource_changes ?? []).map((one) => ({
      ...one,
      change: {
        ...one.change,
        before: withTexts(one.change.before, text),
        after: withTexts(one.change.after, `${text}!`),
      },
    })),
  }));

const LENGTHS = [2_000, 16_000] as const;

test.each([' ', '{', '*', '0.', '${a}', '"\\'])(
  'no rule goes back and forth in a long text of %j',
  (part) => {
    const count = 400;
    const seconds = (length: number) => secondsToJudge(count, longTexts(part.repeat(length / part.length)));
    seconds(LENGTHS[0]);
    const [short, long] = [seconds(LENGTHS[0]), seconds(LENGTHS[1])];
    // Eight times as long: in a straight line 8, as a square 64.
    expect(long / Math.max(short, 0.05)).toBeLessThan(24);
  },
);
