import { Plan } from '../../plan/plan';
import { rules } from '../../plan/rules';
import { all } from './cases/all';
import { corpus, type Recorded } from './corpus';
import { idsOf } from './made';

// Plans of the real providers, made by make-corpus.ts.

const recorded = corpus();
const ids = ({ plan, written }: Recorded) => idsOf(new Plan('dev', plan, written));

describe.each(rules.map((rule) => [rule.id, recorded.get(rule.id) ?? []] as const))('%s', (id, plans) => {
  test('has a plan that it catches, and a neighbour that it lets pass', () => {
    expect(plans.filter(({ catches }) => catches).length).toBeGreaterThan(0);
    expect(plans.filter(({ catches }) => !catches).length).toBeGreaterThan(0);
  });

  test.each(plans.filter(({ catches }) => catches).map((one) => [one.name, one] as const))(
    'catches: %s',
    (_, one) => expect(ids(one)).toEqual([id, ...(one.others ?? [])].sort()),
  );

  test.each(plans.filter(({ catches }) => !catches).map((one) => [one.name, one] as const))(
    'lets pass: %s',
    (_, one) => {
      // An empty plan would pass every rule.
      expect(new Plan('dev', one.plan, one.written).changes.length).toBeGreaterThan(0);
      expect(ids(one)).toEqual([...(one.others ?? [])].sort());
    },
  );
});

test('the corpus is of these rules, and of all cases', () => {
  expect([...recorded.keys()].sort()).toEqual(rules.map(({ id }) => id).sort());
  const names = [...recorded].flatMap(([rule, plans]) => plans.map(({ name }) => `${rule}: ${name}`));
  expect(names.sort()).toEqual(all.map(({ rule, name }) => `${rule}: ${name}`).sort());
});

test('ids are what an approval can name', () => {
  for (const { id } of rules) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
});
