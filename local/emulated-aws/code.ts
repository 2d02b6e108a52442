import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../machine/layout';

/**
 * Digest of the emulator's code and of the lists that it reads. An emulator outlives the command that started it, and
 * goes on with the code that it had then.
 */
export function emulatorCode(root = projectRoot): string {
  const hash = createHash('sha256');
  for (const [folder, files] of Object.entries(READ)) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter(
      (name) => files.test(name) && !name.startsWith('tests/'),
    );
    for (const name of names.sort()) hash.update(name).update(readFileSync(join(root, folder, name)));
  }
  return hash.digest('hex');
}

const READ = { 'local/emulator': /\.(py|json)$/, 'parameters/catalogue': /\.json$/ };
