import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Builder } from '../../programs/images/image-builder';
import { must } from '../../programs/must';
import { layout } from '../machine/layout';

/** The file of an image, as `docker save` writes it. */
export function archiveOf(image: string): string {
  return join(layout().images, `${image.replaceAll(/[/:@]/g, '_')}.tar`);
}

/** When the file was changed, in milliseconds. Undefined: it is not there. */
export function changedAt(image: string): number | undefined {
  const found = statSync(archiveOf(image), { throwIfNoEntry: false });
  return found && Math.floor(found.mtimeMs);
}

/** What the file was made of, as `keep` was told. Undefined: there is no whole one. */
export function madeOf(image: string): string | undefined {
  const stamp = stampOf(image);
  return existsSync(archiveOf(image)) && existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
}

/** What an image is made of that a registry gave. */
export const ofRegistry = (digest: string) => `registry ${digest}`;

export function isFetched(image: string): boolean {
  return madeOf(image)?.startsWith(ofRegistry('')) ?? false;
}

/**
 * Keeps an image in its file.
 * @param source what the builder calls it. It can give no image a name with a digest.
 */
export async function keep(image: string, builder: Builder, source: string, of: string): Promise<void> {
  mkdirSync(layout().images, { recursive: true });
  const unfinished = `${archiveOf(image)}.unfinished`;
  rmSync(unfinished, { force: true });
  await builder.save(source, unfinished);
  if (source !== image) await rename(unfinished, image);
  // Only what is whole gets the name.
  renameSync(unfinished, archiveOf(image));
  writeFileSync(stampOf(image), of);
}

function stampOf(image: string): string {
  return archiveOf(image).replace(/\.tar$/, '.made-of');
}

/**
 * Gives the image in an archive another name. Whoever reads the archive takes the last of two files of one name: GNU tar
 * can add one, and breaks archives when it removes one.
 */
async function rename(archive: string, name: string): Promise<void> {
  const file = 'manifest.json';
  const [manifest] = JSON.parse(await must('tar', ['--extract', '--to-stdout', '--file', archive, file]));
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  writeFileSync(join(folder, file), JSON.stringify([{ ...manifest, RepoTags: [name] }]));
  await must('tar', ['--append', '--file', archive, '--directory', folder, file]);
  rmSync(folder, { recursive: true });
}
