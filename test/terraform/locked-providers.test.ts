import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allStacks, synthesize } from '../../local/deploy/stacks';

const directory = mkdtempSync(join(tmpdir(), 'locked-'));
afterAll(() => rmSync(directory, { recursive: true }));

test('the lock file names the one version of each provider that the stacks ask for', async () => {
  const stacks = await synthesize(directory, { PREVIEW: 'pr-42' });
  const asked = new Set(
    allStacks(stacks).flatMap(({ providers }) =>
      providers.map(({ source, version }) => `${source} ${version}`),
    ),
  );
  const lock = readFileSync('.terraform.lock.hcl', 'utf8');
  const entries = lock.matchAll(
    /^provider "registry\.terraform\.io\/(.+)" \{\n\s+version\s+= "(.+)"\n\s+constraints = "(.+)"\n/gm,
  );
  const locked = [...entries].flatMap(([, source, version, constraint]) => [
    `${source} ${version}`,
    `${source} ${constraint}`,
  ]);
  expect([...asked].sort()).toEqual([...new Set(locked)].sort());
}, 60_000);
