import { ensureGo } from '../../local/machine/go';
import { environment } from '../../local/machine/go-build';
import { layout } from '../../local/machine/layout';
import { ensurePython } from '../../local/machine/tools';
import { check } from './run';

// The first time it compiles.
jest.setTimeout(10 * 60_000);

test('the catalog passes its own tests', async () => {
  const go = await ensureGo(layout().go, await ensurePython());
  expect(await check('catalog', go.command, ['test', './...'], environment())).toMatch(/^ok\s/m);
});
