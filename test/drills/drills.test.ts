import { readFileSync } from 'node:fs';
import { parseDrillArguments } from './arguments';
import { checkRow } from './bad-day';
import { difference, lines } from './inventory';
import { STARTS } from './point';
import { allPoints } from './points/all';
import { rowsOfSample, sample } from './points/sample';
import { table } from './results';
import { FILE, withRows } from './runbook';

describe('the points', () => {
  test('are fifty at least, each with a name of its own', () => {
    const names = allPoints.map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(50);
    expect(new Set(names).size).toBe(names.length);
  });

  test('need two documented commands at most, for whoever is called at night', () => {
    for (const { name, then } of allPoints)
      expect([name, then.length >= 1 && then.length <= 2]).toEqual([name, true]);
  });

  test('go from or to everything that is deployed for them', () => {
    expect(new Set(allPoints.flatMap(({ start, goal }) => [start, goal]))).toEqual(new Set(STARTS));
  });

  test('of the sample are ten, of deploys, changes and destroys, in a row that can be gone through', () => {
    expect(sample).toHaveLength(10);
    expect(() => checkRow(sample)).not.toThrow();
    for (const row of rowsOfSample) expect(['account', 'bootstrap']).toContain(row.at(-1)!.goal);
  });

  test('are what the runbook says: node run.js test/drills/runbook.ts', () => {
    const page = readFileSync(FILE, 'utf8');
    expect(withRows(page, allPoints)).toBe(page);
  });
});

describe('two inventories', () => {
  const item = (name: string, kind = 'vpcs') => ({ service: 'ec2', region: 'eu-central-1', kind, name });

  test('are the same when only what AWS makes up differs', () => {
    const [one, other] = ['vpc-0a1b2c3d4e5f60718', 'vpc-8f7e6d5c4b3a29180'].map((name) =>
      lines({ '111111111111': [item(name), item('shop', 'keys')] }),
    );
    expect(difference(one!, other!)).toEqual([]);
  });

  test('differ when something is there twice, or not at all', () => {
    const one = lines({ '1': [item('vpc-0a1b2c3d4e5f60718')] });
    const two = lines({ '1': [item('vpc-0a1b2c3d4e5f60718'), item('vpc-8f7e6d5c4b3a29180')] });
    expect(difference(one, two)).toEqual(['left over: 1 ec2 eu-central-1 vpcs vpc-#']);
    expect(difference(two, one)).toEqual(['missing: 1 ec2 eu-central-1 vpcs vpc-#']);
  });
});

describe('the command line', () => {
  const names = (...args: string[]) => parseDrillArguments(args, allPoints)!.points.map(({ name }) => name);

  test('chooses points by name, in that order, by pattern, or the sample', () => {
    const row = ['local-up/ctrl-c', 'destroy/expired'];
    expect(names(...row)).toEqual(row);
    expect(names(...[...row].reverse())).toEqual([...row].reverse());
    expect(names('--only', '^destroy/.*killed')).toContain('destroy/provider-killed');
    expect(names('--sample')).toHaveLength(10);
    expect(names()).toHaveLength(allPoints.length);
  });

  test('says which point was meant', () => {
    expect(() => names('change/expire')).toThrow('got "change/expire", did you mean "change/expired"?');
    expect(() => names('--only', 'nothing-like-it')).toThrow(
      'got no point; --list prints all that there are',
    );
    expect(() => names('--lanes', '0')).toThrow('--lanes: got "0"; allowed: 1 to 16');
  });
});

test('points in a row begin where the one before them ends', () => {
  const named = (...names: string[]) => allPoints.filter(({ name }) => names.includes(name));
  const row = [
    'from-zero/power-cut',
    'services/expired',
    'change/ctrl-c',
    'revert/expired',
    'destroy/expired',
  ];
  expect(() => checkRow(named(...row))).not.toThrow();
  expect(() => checkRow(named('from-zero/power-cut', 'change/ctrl-c'))).toThrow(
    '--in-a-row: change/ctrl-c begins at "services", and what comes before it ends at "platform"',
  );
});

test('the table says what was done, how it was put right, and what came of it', () => {
  const [first, second] = allPoints;
  const results = [{ name: second!.name, digest: 'd', seconds: 12, wrong: ['x'] }];
  const printed = table([first!, second!], results);
  expect(printed).toContain(
    '| from-zero/ctrl-c | Ctrl-C once, after 60 resources, in `npx cdktf deploy dev`',
  );
  expect(printed).toContain('| 12 | NOT CONVERGED |');
  expect(printed).toContain('0 of 2 converged.');
});
