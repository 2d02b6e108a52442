import { ensureGo } from '../../../local/machine/go';
import { environment } from '../../../local/machine/go-build';
import { layout } from '../../../local/machine/layout';
import { ensurePython } from '../../../local/machine/tools';
import { capture } from '../../../programs/capture';

// The first time it compiles.
jest.setTimeout(10 * 60_000);

test('the entrance passes its own tests', async () => {
  const go = await ensureGo(layout().go, await ensurePython());
  const { code, stdout, stderr } = await capture(go.command, ['test', '-timeout', '2m', './...'], {
    cwd: 'local/kubernetes/entrance',
    env: environment(),
  });
  expect(code === 0 ? '' : `${stdout}${stderr}`).toBe('');
  expect(stdout).toMatch(/^ok\s/m);
});
