import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { findGo, modules } from '../../local/machine/go';

test('connections into the node and out of it: the tests of its module', async () => {
  const go = await findGo(process.env);
  // A machine without Go gets one with the first build, for which this does not wait.
  if (!go) return;
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-trimpath -buildvcs=false', GOWORK: 'off' };
  const output = execFileSync(go.command, ['test', './tunnel'], {
    cwd: join(modules, 'node'),
    env,
    encoding: 'utf8',
  });
  expect(output).toMatch(/^ok\s/);
}, 120_000);
