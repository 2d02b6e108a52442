import fc from 'fast-check';
import { malformed } from '../../plan/malformed';
import { Plan, type PlanJson } from '../../plan/plan';
import { report } from '../../plan/report/report';
import { findings, rules } from '../../plan/rules';
import { judge } from '../../plan/verdict';
import { corpus } from './corpus';
import { entry, planJson } from './made';

const START = "The plan of dev can't be judged, as it is not what Terraform writes: ";
const made = (json: unknown) => new Plan('dev', json as PlanJson);
const deleted = entry('aws_s3_bucket.data', { bucket: 'x' }, null);
const change = (more: object) => planJson({ ...deleted, change: { ...deleted.change, ...more } });

test.each<[string, unknown, string]>([
  ['nothing', undefined, 'got nothing; allowed: an object'],
  ['a list', [], 'got a list; allowed: an object'],
  ['no format', { resource_changes: [] }, 'format_version: got nothing; allowed: 1.x'],
  ['another format', { format_version: '2.0' }, 'format_version: got "2.0"; allowed: 1.x'],
  ['a format that is a number', { format_version: 1.2 }, 'format_version: got a number; allowed: 1.x'],
  [
    'changes that are no list',
    { format_version: '1.2', resource_changes: { a: deleted } },
    'resource_changes: got an object; allowed: a list',
  ],
  [
    'an entry that is none',
    { format_version: '1.2', resource_changes: [deleted, null] },
    'resource_changes.1: got nothing; allowed: an object',
  ],
  [
    'an entry without its change',
    { format_version: '1.2', resource_changes: [{ ...deleted, change: undefined }] },
    'resource_changes.0.change: got nothing; allowed: an object',
  ],
  [
    'an entry without a mode, which would be taken for one that is only read',
    { format_version: '1.2', resource_changes: [{ ...deleted, mode: undefined }] },
    'resource_changes.0.mode: got nothing; allowed: managed, data',
  ],
  [
    'an action that nobody knows, which would be taken for none',
    change({ actions: ['destroy'] }),
    'resource_changes.0.change.actions: got a list; allowed: one of no-op, create, read, update, delete, forget, or two of them in a list',
  ],
  [
    'no action',
    change({ actions: [] }),
    'resource_changes.0.change.actions: got a list; allowed: one of no-op, create, read, update, delete, forget, or two of them in a list',
  ],
  [
    'a change without what was there before',
    change({ actions: ['update'], before: null, after: {} }),
    'resource_changes.0.change.before: got nothing; allowed: an object',
  ],
  [
    'marks of what is sensitive that are a text',
    change({ before_sensitive: { password: 'true' } }),
    'resource_changes.0.change.before_sensitive: got an object; allowed: true or false, or an object or a list of these',
  ],
  [
    'a plan that broke off',
    { ...planJson(deleted), errored: true },
    'errored: the plan broke off, and says only a part',
  ],
  [
    'changes that are put off',
    { ...planJson(deleted), deferred_changes: [{}] },
    'deferred_changes: the plan puts changes off, and does not say what they are',
  ],
  [
    'an output that is a text',
    { format_version: '1.2', output_changes: { url: 'x' } },
    'output_changes.url: got a text; allowed: an object',
  ],
])('%s is a sentence that names the stack', (_, json, says) => {
  expect(malformed('dev', json)).toBe(START + says);
  expect(() => made(json)).toThrow(START + says);
});

test('a value without an end is a sentence as well', () => {
  let deep: unknown = 'x';
  for (let level = 0; level < 20_000; level++) deep = [deep];
  expect(malformed('dev', change({ before: { deep } }))).toBe(
    `${START}resource_changes.0.change.before: is nested more than 200 levels deep`,
  );
});

test('of many faults the first are told', () => {
  const broken = planJson(...Array.from({ length: 100 }, () => ({ ...deleted, address: '' })));
  expect(malformed('dev', broken)).toMatch(
    /: resource_changes\.0\.address: got a text; allowed: a text; .+; and 97 more$/,
  );
});

const real = [...corpus().values()].flat();

/** The places of a plan, as lists of keys. */
function places(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return [[...path], ...Object.entries(value).flatMap(([key, part]) => places(part, [...path, key]))];
}

/** The plan with another value at a place; `undefined`: without it. */
function changed(value: unknown, [key, ...rest]: readonly string[], to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(value)) {
    const items = value.map((item, index) => (`${index}` === key ? changed(item, rest, to) : item));
    return to === undefined && rest.length === 0 ? items.filter((_, index) => `${index}` !== key) : items;
  }
  // What an earlier change took away.
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) => {
      if (name !== key) return [[name, part]];
      const other = changed(part, rest, to);
      return other === undefined ? [] : [[name, other]];
    }),
  );
}

const strange = fc.constantFrom<unknown>(
  ...[undefined, null, true, false, 0, -1, 1e300, '', 'x', '{', '[]', '{}', 'null', '"x"', '0.0.0.0/0', '*'],
  ...[
    [],
    {},
    [null],
    [[]],
    [{}],
    { a: null },
    { length: 3 },
    { Statement: 1 },
    ['delete'],
    ['create', 'delete'],
  ],
  ...['{"Statement":[null]}', '{"Statement":{"Principal":null}}', '{"Version":1,"Statement":"x"}'],
);

const withPlaces = real.map((one) => ({ ...one, at: fc.constantFrom(...places(one.plan)) }));
const mutated = fc.constantFrom(...withPlaces).chain(({ plan, written, at }) =>
  fc.array(fc.tuple(at, strange), { minLength: 1, maxLength: 4 }).map((changes) => ({
    written,
    json: changes.reduce<unknown>(
      (json, [path, to]) => (path.length === 0 ? json : changed(json, path, to)),
      plan,
    ),
  })),
);

test('a real plan with something else anywhere is refused in a sentence, or judged, and never breaks a rule', () => {
  let refused = 0;
  fc.assert(
    fc.property(mutated, ({ json, written }) => {
      if (malformed('dev', json) !== undefined) {
        refused += 1;
        expect(() => made(json)).toThrow(START);
        return;
      }
      const plan = new Plan('dev', json as PlanJson, written);
      for (const rule of rules) for (const change of plan.changes) rule.judge(change, plan);
      const circumstances = { now: { approvals: [], faults: [] }, old: [], isDiff: true, stacks: ['dev'] };
      report(judge([{ stack: 'dev', plan }], circumstances), '2026-11-24');
    }),
    { numRuns: 600 },
  );
  // Or all would be refused, and nothing judged.
  expect(refused).toBeGreaterThan(10);
  expect(refused).toBeLessThan(480);
});

test('no entry of a plan is passed over: with any of its parts gone it is refused, or still found', () => {
  for (const { plan, written, catches } of real.filter((one) => one.catches)) {
    expect(catches).toBe(true);
    const before = findings(new Plan('dev', plan, written)).length;
    for (const [index] of plan.resource_changes!.entries()) {
      for (const key of ['address', 'mode', 'type', 'change', 'change.actions']) {
        const json = changed(plan, ['resource_changes', `${index}`, ...key.split('.')], undefined);
        expect([key, malformed('dev', json)]).toEqual([key, expect.stringContaining(START)]);
      }
    }
    expect(before).toBeGreaterThan(0);
  }
});

test('a rule that breaks is a finding, whatever it broke on', () => {
  const [rule] = rules;
  const { judge: own } = rule!;
  const broken = jest.spyOn(rule!, 'judge').mockImplementation(() => {
    throw new TypeError('Cannot read properties of SECRET');
  });
  const found = findings(made(planJson(deleted)));
  broken.mockRestore();
  expect(rule!.judge).toBe(own);
  expect(found[0]!.reasons).toEqual([
    "has values that this rule can't read (TypeError), so that nobody can judge it",
  ]);
});
