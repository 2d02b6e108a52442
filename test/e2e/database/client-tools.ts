import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { baseOf } from '../../../local/images/bases';
import { packagesOf } from '../../../local/images/made-base';
import { byTag } from '../../../local/images/obtain';

/** Packages that every machine has which the tests run on. An image has some of them. */
const HERE = ['coreutils', 'dash', 'grep', 'mawk', 'sed', 'util-linux'];

/**
 * Fills a folder with the programs that the image of a client has beside the client, and no others. A script that
 * needs one more would fail where the image runs.
 * @returns the folder.
 */
export function linkClientTools(image: string, folder: string): string {
  mkdirSync(folder);
  const its = packagesOf(baseOf(byTag(image))!);
  const packages = HERE.filter((name) => its.includes(name));
  const files = execFileSync('dpkg', ['--listfiles', ...packages], { encoding: 'utf8' }).split('\n');
  const programs = [...files.filter((file) => /^(\/usr)?\/bin\/[^/]+$/.test(file)), '/bin/sh'];
  for (const [name, program] of new Map(programs.map((file) => [basename(file), file])))
    symlinkSync(program, join(folder, name));
  return folder;
}
