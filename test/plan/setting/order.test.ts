import {
  becomes,
  fewer,
  given,
  higher,
  lost,
  lower,
  more,
  type Order,
  raised,
  ranked,
  sooner,
  switchedOff,
  switchedOn,
  taken,
} from '../../../plan/setting/order';
import { Mark, type Value } from '../../../plan/value';

const { unknown } = Mark;

test.each<[string, Order, readonly [Value, Value][], readonly [Value, Value][]]>([
  [
    'switchedOff',
    switchedOff,
    [
      [true, false],
      ['Enabled', 'Suspended'],
      ['true', null],
      [true, unknown],
    ],
    [
      [false, true],
      [null, unknown],
      ['ENABLED', true],
    ],
  ],
  [
    'switchedOn',
    switchedOn,
    [
      [false, true],
      [null, unknown],
    ],
    [
      [true, false],
      [true, unknown],
    ],
  ],
  [
    'lower',
    lower,
    [
      [7, 1],
      ['7', '1'],
      ['10', '9'],
      [7, null],
      [7, unknown],
    ],
    [
      [1, 7],
      ['9', '10'],
      [null, 1],
    ],
  ],
  [
    'sooner',
    sooner,
    [
      [0, 30],
      [null, 30],
      [30, '7'],
      [30, unknown],
    ],
    [
      [30, 0],
      [7, 30],
      [30, null],
    ],
  ],
  [
    'higher',
    higher,
    [
      [1000, 2_000_000],
      [1000, null],
      [1000, unknown],
    ],
    [[2000, 1000]],
  ],
  [
    'raised',
    raised,
    [
      [null, 5],
      [1, 5],
      [1, unknown],
    ],
    [
      [5, 1],
      [5, null],
    ],
  ],
  [
    'ranked',
    ranked('off', ['read', 'list'], 'all'),
    [
      ['all', 'read'],
      ['read', null],
      ['all', unknown],
    ],
    [
      ['read', 'list'],
      ['off', 'all'],
      [null, 'x'],
    ],
  ],
  [
    'lost',
    lost('IMMUTABLE'),
    [
      ['IMMUTABLE', 'MUTABLE'],
      ['IMMUTABLE', unknown],
    ],
    [['MUTABLE', 'IMMUTABLE']],
  ],
  [
    'becomes',
    becomes('NONE'),
    [
      ['AWS_IAM', 'NONE'],
      ['AWS_IAM', unknown],
    ],
    [
      ['NONE', 'AWS_IAM'],
      ['AWS_IAM', 'JWT'],
    ],
  ],
  // A reference to something new is something.
  ['taken', taken, [['key', null]], [['key', unknown]]],
  ['given', given, [[null, unknown]], [['x', null]]],
  [
    'fewer',
    fewer,
    [
      [['a', 'b'], ['a']],
      [['a'], unknown],
      [['a', 'b'], [unknown]],
    ],
    [
      [['a'], ['b', 'a']],
      // The topic is made anew.
      [['a'], [unknown]],
    ],
  ],
  [
    'more',
    more,
    [
      [['a'], ['a', 'b']],
      [[], unknown],
    ],
    [[['a', 'b'], ['a']]],
  ],
])('%s', (_, order, weaker, others) => {
  for (const [was, will] of weaker) expect([was, will, order(was, will)]).toEqual([was, will, true]);
  for (const [was, will] of others) expect([was, will, order(was, will)]).toEqual([was, will, false]);
});
