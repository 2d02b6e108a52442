import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionlintProgram } from '../../../local/machine/actionlint';
import { neededGo } from '../../../local/machine/go';
import { fits } from '../../../local/machine/version';

const text = readFileSync(join(actionlintProgram('/x').module, 'go.mod'), 'utf8');

test('actionlint is built by the Go that the project has for the rest', () => {
  const [, version] = text.match(/^go (\S+)$/m)!;
  expect(fits(neededGo(), `>= ${version}`)).toBe(true);
});

test('actionlint is of one version, so that a workflow passes everywhere or nowhere', () => {
  expect(text).toMatch(/^\tgithub\.com\/rhysd\/actionlint v1\.7\.12 /m);
});
