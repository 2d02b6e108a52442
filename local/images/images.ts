import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { exclusively } from '../machine/exclusive';
import { userCache } from '../machine/layout';
import { makeBuildStage } from './build-stage';
import { type Builder, findBuilder, NO_BUILDER } from './builder';
import { basesOf } from './dockerfile';
import type { Example } from './example';
import { canMake, MADE, writeBase } from './made-base';
import { digestOf } from './sources';

/** Where images are kept for the clusters of all checkouts of a user: a file for each, as `docker save` writes them. */
export const imagesFolder = () => join(userCache(), 'images');

/** Where they are made. It may be deleted. */
const workshop = () => join(userCache(), 'image-builds');

/** Another digest makes all images anew: raise it with a change of how they are made. */
const FORM = '1';

/** The file of an image. */
export function archiveOf(image: string): string {
  return join(imagesFolder(), `${image.replaceAll(/[/:]/g, '_')}.tar`);
}

/**
 * Makes the images of examples whose sources have changed since, one after the other.
 * @param tell is called with a line for each.
 * @throws Failure with what is missing, or with the end of what a program printed.
 */
export async function makeImages(examples: readonly Example[], tell: (line: string) => void): Promise<void> {
  const waiting = (pid: number) => tell(`Waiting for process ${pid}, which makes images`);
  await exclusively(`${workshop()}.lock`, waiting, async () => {
    const changed = examples.filter((example) => !isCurrent(example));
    const builder = changed.length === 0 ? undefined : await findBuilder(join(workshop(), 'store'));
    if (changed.length > 0 && !builder) throw new Failure(NO_BUILDER);
    for (const example of examples) {
      const since = Date.now();
      if (changed.includes(example)) await makeImage(example, builder!, tell);
      const how = changed.includes(example)
        ? `made by ${builder!.name} in ${((Date.now() - since) / 1000).toFixed(1)} s`
        : 'unchanged';
      for (const image of example.images) tell(`${image}: ${how}`);
    }
  });
}

function isCurrent(example: Example): boolean {
  const digest = digestOf(example.folder, FORM);
  return example.images.every((image) => {
    const stamp = stampOf(image);
    return existsSync(archiveOf(image)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest;
  });
}

function stampOf(image: string): string {
  return archiveOf(image).replace(/\.tar$/, '.made-of');
}

async function makeImage(example: Example, builder: Builder, tell: (line: string) => void): Promise<void> {
  // As it is when the work begins: what changes meanwhile is made next time.
  const digest = digestOf(example.folder, FORM);
  const { build, final } = basesOf(readFileSync(join(example.folder, 'Dockerfile'), 'utf8'));
  await provideBase(final, builder, tell);
  const scratch = join(workshop(), example.service);
  const here = build !== undefined && !(await canBuildIn(build, builder));
  if (here) await makeBuildStage(example, scratch, workshop());
  mkdirSync(imagesFolder(), { recursive: true });
  for (const image of example.images) {
    await builder.build(image, example.folder, here ? scratch : undefined);
    const unfinished = `${archiveOf(image)}.unfinished`;
    rmSync(unfinished, { force: true });
    await builder.save(image, unfinished);
    // Only what is whole gets the name.
    renameSync(unfinished, archiveOf(image));
    writeFileSync(stampOf(image), digest);
  }
}

async function canBuildIn(image: string, builder: Builder): Promise<boolean> {
  return (await builder.has(image)) && !/true/.test(await builder.label(image, MADE));
}

/** The image that another begins from: from its registry, else made here under the same name. */
async function provideBase(image: string, builder: Builder, tell: (line: string) => void): Promise<void> {
  if (image === 'scratch' || (await builder.has(image))) return;
  if (!canMake(image))
    throw new Failure(`${image}: no registry has it that answers, and it can't be made here`);
  const since = Date.now();
  const folder = join(workshop(), 'base');
  rmSync(folder, { recursive: true, force: true });
  await writeBase(image, folder);
  await builder.build(image, folder);
  rmSync(folder, { recursive: true, force: true });
  tell(
    `${image}: no registry answers, made of Debian's packages in ${((Date.now() - since) / 1000).toFixed(1)} s`,
  );
}
