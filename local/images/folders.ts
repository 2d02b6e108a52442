import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Failure } from '../../console/failure';
import { layout, projectRoot } from '../machine/layout';

type Folders = Readonly<Record<string, string>>;

/** Where the code of services is that are not among the examples, as `images SERVICE=FOLDER` was told. */
const file = () => join(layout().directory, 'image-folders.json');

function remembered(): Folders {
  return existsSync(file()) ? (JSON.parse(readFileSync(file(), 'utf8')) as Folders) : {};
}

/** Of a service's code, with a Dockerfile. Undefined: it is not here. */
export function folderOf(service: string): string | undefined {
  const folder = remembered()[service] ?? join(projectRoot, 'examples', service);
  return existsSync(join(folder, 'Dockerfile')) ? folder : undefined;
}

export function isExample(folder: string): boolean {
  return folder.startsWith(join(projectRoot, 'examples'));
}

/** @throws Failure when there is no Dockerfile. */
export function rememberFolder(service: string, named: string): void {
  const folder = resolve(named);
  if (!existsSync(join(folder, 'Dockerfile')))
    throw new Failure(`${service}=${named}: got no Dockerfile; allowed: a folder with one`, 2);
  mkdirSync(dirname(file()), { recursive: true });
  writeFileSync(file(), JSON.stringify({ ...remembered(), [service]: folder }, null, 2));
}
