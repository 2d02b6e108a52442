import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type GoProgram, goProgram } from '../machine/go-build';
import { projectRoot } from '../machine/layout';

/** The programs of an example in Go, in a folder `bin` as its image has them: those below `cmd`, of which it has several. */
export function goExample(
  service: string,
  directory: string,
  module = join(projectRoot, 'examples', service),
): GoProgram {
  const packages = readdirSync(join(module, 'cmd'))
    .sort()
    .map((name) => `./cmd/${name}`);
  return goProgram({ name: service, module, packages, file: 'bin' }, directory);
}
