import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** As Terraform names a state that it could not store. */
const FILE = 'errored.tfstate';

/**
 * States of a stack that a Terraform could not store and left in its folder: of runs of cdktf, and of `npm run local`. The
 * oldest first.
 * @param folders that hold folders `stacks`, or folders `run-*` with such in them.
 */
export function erroredStates(stack: string, folders: readonly string[]): string[] {
  const places = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => [
      folder,
      ...readdirSync(folder)
        .filter((name) => name.startsWith('run-'))
        .map((name) => join(folder, name, 'out')),
    ]);
  return places
    .map((place) => join(place, 'stacks', stack, FILE))
    .filter((file) => existsSync(file))
    .sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs);
}
