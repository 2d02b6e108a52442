import { readFileSync } from 'node:fs';
import { loadProject } from '../../parameters/project';
import { files } from './files';

const lines = readFileSync('.github/CODEOWNERS', 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => {
    const [pattern, ...owners] = line.split(/\s+/);
    return { pattern: pattern!, owners };
  });

const matches = (pattern: string, file: string) =>
  pattern.endsWith('/') ? `/${file}`.startsWith(pattern) : `/${file}` === pattern;
const isOwned = (file: string) => lines.some(({ pattern }) => matches(pattern, file));

test.each(lines)('$pattern is there', ({ pattern }) => {
  // Plain paths alone: what GitHub makes of `*` and `**` differs from .gitignore.
  expect(pattern).toMatch(/^\/[\w./-]+$/);
  expect(files.filter((file) => matches(pattern, file)).length).toBeGreaterThan(0);
});

test('owners belong to the organization of platform.json (else: name your team in .github/CODEOWNERS)', () => {
  const [, organization] = /^repo:([\w.-]+)/.exec(loadProject('platform.json').forge)!;
  for (const { owners } of lines) {
    expect(owners.length).toBeGreaterThan(0);
    for (const owner of owners) expect(owner).toMatch(new RegExp(`^@${organization}/[\\w-]+$`));
  }
});

test.each([
  'approvals/README.md',
  'plan/rules.ts',
  'cli/plan/approvals.ts',
  'cli/affected/affected.ts',
  'cli/drift/drift.ts',
  'cli/health/health.ts',
  'cli/forge/forge.ts',
  'cli/safe-cdktf/guard.ts',
  'cli/recover/recover.ts',
  'programs/gh.ts',
  'run.js',
  'terraform/program.ts',
  'test/workflows/security.test.ts',
  '.github/CODEOWNERS',
  '.github/workflows/deploy.yml',
  'platform.json',
  'package.json',
  'stacks/account-roles.ts',
  'stacks/account.ts',
  'stacks/bootstrap.ts',
  'constructs/account/deploy-rights.ts',
  'constructs/tooling/tooling-roles.ts',
])('nobody changes %s without a review by its owners', (file) => {
  expect(files).toContain(file);
  expect(isOwned(file)).toBe(true);
});

test('a service and its version need no review by the owners of the platform', () => {
  expect(isOwned('services/catalog.ts')).toBe(false);
  expect(isOwned('environments/dev.json')).toBe(false);
});
