import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Failure } from '../../console/failure';
import { must } from '../../programs/must';
import { sourceOf } from '../machine/servers/apt';

const PROGRAM = 'mmdebstrap';

/**
 * Writes an archive of a release of Debian with its package manager: a Dockerfile can install more in it.
 * @throws Failure when the program for it is not there.
 */
export async function writeDebian(release: string, archive: string): Promise<void> {
  const there = (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, PROGRAM)));
  if (!there)
    throw new Failure(`Debian is installed into an image by ${PROGRAM}: run apt-get install ${PROGRAM}`);
  await must(PROGRAM, ['--variant=apt', '--format=tar', release, archive, sourceOf(release)]);
}
