import type { ResourceChange } from '../../../plan/change';
import { Plan, type Written } from '../../../plan/plan';
import { switchedOff, taken } from '../../../plan/setting/order';
import { pairs } from '../../../plan/setting/pairs';
import { isOff, type Setting, weakened } from '../../../plan/setting/setting';
import { fromTo } from '../../../plan/setting/shown';
import { entry, planJson } from '../made';

const guard: Setting = {
  types: ['aws_thing'],
  path: 'guard.0.on',
  isWeaker: switchedOff,
  isBad: isOff,
  says: 'is open',
};
const said = (settings: readonly Setting[], written: Written, ...changes: ResourceChange[]) => {
  const plan = new Plan('dev', planJson(...changes), written);
  return plan.changes.flatMap((change) => weakened(change, settings, plan));
};
const on = { guard: [{ on: true }] };
const off = { guard: [{ on: false }] };
const unknown = { after_unknown: { guard: [{ on: true }] } };

test('an update and a replacement are compared, what is new is judged alone', () => {
  expect(said([guard], {}, entry('aws_thing.a', on, off))).toEqual(['is open']);
  expect(said([guard], {}, entry('aws_thing.a', off, on))).toEqual([]);
  expect(said([guard], {}, entry('aws_thing.a', on, off, { actions: ['create', 'delete'] }))).toEqual([
    'is open',
  ]);
  expect(said([guard], {}, entry('aws_thing.a', null, off))).toEqual(['is open']);
  expect(said([guard], {}, entry('aws_thing.a', null, {}))).toEqual([]);
});

test('what takes the place of another one under a new address is compared with it', () => {
  const named = (values: object) => ({ name: 'it', ...values });
  const { isBad, ...comparing } = guard;
  const moved = (after: object) =>
    said([comparing], {}, entry('aws_thing.a', named(on), null), entry('aws_thing.b', null, after));
  expect(moved(named(off))).toEqual(['is open']);
  expect(moved(named(on))).toEqual([]);
  expect(moved({ ...off, name: 'other' })).toEqual([]);
});

test('what nobody can tell counts as the worst, and a reason says so', () => {
  const entryOf = (more: object) => entry('aws_thing.a', on, { guard: [{}] }, more);
  const untold = ['is open (guard.on is known after apply)'];
  expect(said([guard], {}, entryOf(unknown))).toEqual(untold);
  const written = (on: unknown) => ({ resource: { aws_thing: { a: { guard: { on } } } } }) as Written;
  expect(said([guard], written('${aws_other.b.on}'), entryOf(unknown))).toEqual(untold);
  expect(
    said([guard], {}, entry('aws_thing.a', on, off, { after_sensitive: { guard: [{ on: true }] } })),
  ).toEqual(['is open (guard.on is sensitive, changes)']);
});

test('what AWS chooses is what it was, and for a new thing what AWS takes', () => {
  const written: Written = { resource: { aws_thing: { a: { name: 'a' } } } };
  expect(said([guard], written, entry('aws_thing.a', on, { guard: [{}] }, unknown))).toEqual([]);
  expect(said([guard], {}, entry('aws_thing.a', null, { guard: [{}] }, unknown))).toEqual([]);
  const replaced = entry('aws_thing.a', on, {}, { ...unknown, actions: ['delete', 'create'] });
  expect(said([{ ...guard, absent: false }], written, replaced)).toEqual(['is open']);
});

test('a key that is made by the same plan is a key', () => {
  const key: Setting = { types: ['aws_thing'], path: 'key', isWeaker: taken, says: 'has no key' };
  expect(said([key], {}, entry('aws_thing.a', { key: 'k' }, {}, { after_unknown: { key: true } }))).toEqual(
    [],
  );
  expect(said([key], {}, entry('aws_thing.a', { key: 'k' }, {}))).toEqual(['has no key']);
});

test('nothing stands for the default', () => {
  const kept: Setting = {
    types: ['aws_thing'],
    path: 'days',
    absent: 30,
    isWeaker: (was, will) => Number(will) < Number(was),
    says: (was, will) => `keeps it for ${fromTo(was, will)} days`,
  };
  expect(said([kept], {}, entry('aws_thing.a', {}, { days: 7 }))).toEqual(['keeps it for 30 → 7 days']);
  expect(said([kept], {}, entry('aws_thing.a', { days: 7 }, {}))).toEqual([]);
});

test('items of a list are compared by what they are about', () => {
  const each: Setting = { types: ['aws_thing'], path: 'part.*.on', isWeaker: switchedOff, says: 'is open' };
  const parts = (...part: object[]) => ({ part });
  const [a, b] = [
    { name: 'a', on: true },
    { name: 'b', on: false },
  ];
  expect(said([each], {}, entry('aws_thing.a', parts(a, b), parts(b, a)))).toEqual([]);
  expect(said([each], {}, entry('aws_thing.a', parts(a, b), parts(b, { ...a, on: false })))).toEqual([
    'a is open',
  ]);
  expect(said([each], {}, entry('aws_thing.a', parts(a, b), parts(b)))).toEqual([]);
});

test('items without a name are paired by what is alike, then in their order', () => {
  expect(pairs(['a', 'b', 'c'], ['c', 'x', 'a'])).toEqual([
    { was: 'a', will: 'a' },
    { was: 'b', will: 'x' },
    { was: 'c', will: 'c' },
  ]);
  expect(pairs([{ name: 'a' }], [{ name: 'b' }])).toEqual([{ was: { name: 'a' }, will: { name: 'b' } }]);
});
