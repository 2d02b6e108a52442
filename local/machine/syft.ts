import { join } from 'node:path';
import { layout, projectRoot } from './layout';
import { ensurePython } from './tools';
import { isCurrent, makeVenv, program } from './venv';

/** Installs syft, which lists what is in an image, unless it is there. @returns its program. */
export async function ensureSyft(): Promise<string> {
  const python = await ensurePython();
  const venv = {
    directory: join(layout().directory, 'syft'),
    requirements: join(projectRoot, 'local/syft/requirements.txt'),
  };
  if (!isCurrent(venv, python)) await makeVenv(venv, python);
  return program(venv, 'syft');
}
