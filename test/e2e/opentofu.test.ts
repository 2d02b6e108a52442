import { spawnSync } from 'node:child_process';
import { LocalCommand } from './local-command';

/** OpenTofu: `TOFU` names it, else it is the `tofu` on PATH. */
const tofu = process.env.TOFU || 'tofu';
const isThere = spawnSync(tofu, ['version']).status === 0;
if (!isThere)
  console.warn(`Skipped: no OpenTofu. Install it, or name it: TOFU=/path/to/tofu npm run e2e -- opentofu`);

const local = new LocalCommand('e2e-opentofu', 5670);
const up = () => local.run(['up', 'dev', '--platform-only'], { TERRAFORM_BINARY_NAME: tofu });

afterAll(() => local.run(['stop']), 60_000);

(isThere ? test : test.skip)(
  'OpenTofu makes the platform, and changes nothing when it runs again',
  async () => {
    await local.run(['stop']);
    const first = await up();
    expect(first.output).toMatch(/^dev: \d+ made/m);
    expect(first.code).toBe(0);
    const again = await up();
    expect(again.output).toMatch(/^dev: no changes/m);
    expect(again.code).toBe(0);
  },
  900_000,
);
