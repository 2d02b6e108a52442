import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GUARDED, guardChanged, guardFindings, isGuarded } from '../../plan/guard';
import { ruleIds } from '../../plan/rules';
import { files } from '../repository/files';

/** All that a file is made of, itself included. */
function madeOf(file: string, known = new Set<string>()): Set<string> {
  if (known.has(file)) return known;
  known.add(file);
  const text = file.endsWith('.json') ? '' : readFileSync(file, 'utf8');
  for (const [, path] of text.matchAll(/(?:from|import\(|require\()\s*'(\.{1,2}\/[^']+)'/g)) {
    const name = join(dirname(file), path!);
    const found = [name, `${name}.ts`, `${name}.js`].find((one) => existsSync(one) && /\.\w+$/.test(one));
    if (found) madeOf(found, known);
  }
  return known;
}

test.each([
  ['cli/plan/plan.ts', 60],
  ['cli/affected/affected.ts', 10],
  ['run.js', 3],
])('all that %s is made of is guarded', (command, atLeast) => {
  const parts = [...madeOf(command)];
  expect(parts.length).toBeGreaterThan(atLeast);
  // What AWS offers is data, and renewed by a command. Of package.json, the commands alone are compared.
  const data = /^(parameters\/catalogue\/[\w-]+|package)\.json$/;
  expect(parts.filter((file) => !isGuarded(file) && !data.test(file))).toEqual([]);
});

test('the workflows that judge are guarded, and the list names nothing that is not there', () => {
  for (const file of ['pull-request', 'deploy-environment'])
    expect(isGuarded(`.github/workflows/${file}.yml`)).toBe(true);
  for (const place of GUARDED)
    expect([place, files.some((file) => file.startsWith(place))]).toEqual([place, true]);
});

test.each([
  'services/catalog.ts',
  'environments/dev.json',
  'stacks/platform.ts',
  'constructs/database/database.ts',
  'approvals/dev.json',
  'docs/plans.md',
  'test/plan/rules.test.ts',
  '.github/workflows/deploy.yml',
  'parameters/catalogue/databases.json',
])('an everyday change is none of the guard: %s', (file) => {
  expect(isGuarded(file)).toBe(false);
});

test('each file is a finding of its own, and of what it holds now', () => {
  const of = (text?: string) => guardFindings([{ file: 'plan/rules.ts', text }])[0]!;
  expect(of('a').change.resource).toBe('guard:plan/rules.ts');
  expect(of('a').reasons[0]).toMatch(
    /^is part of what judges plans, and changes \(to [0-9a-f]{12}\): read its diff/,
  );
  expect(of().reasons).toEqual([
    'is part of what judges plans, and is gone: what it found, nothing finds any more',
  ]);
  expect(of('a').reasons).not.toEqual(of('b').reasons);
  expect(ruleIds).toContain(guardChanged.id);
});
