import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import type { Builder } from '../../programs/images/image-builder';
import { projectRoot } from '../machine/layout';
import { keep, madeOf } from './archive';
import { AGENT, baseOf } from './bases';
import { reachesHub } from './hub';
import { canMake, writeBase } from './made-base';

const REAL = 'its registry';

/**
 * Has an image that is made elsewhere: from its registry, or where that does not answer one that stands in for it under
 * the same name, digest included.
 * @param builder is asked for one as soon as it is needed.
 * @returns how, for the user. Undefined: it was there.
 * @throws Failure when it can't be had.
 */
export async function obtain(
  image: string,
  builder: () => Promise<Builder>,
  workshop: string,
): Promise<string | undefined> {
  const known = madeOf(image);
  if (known === REAL) return undefined;
  if (await reachesHub(image)) {
    const name = byDigest(image);
    const its = await builder();
    if (await its.has(name)) {
      await keep(image, its, await its.tag(name, byTag(image)), REAL);
      return 'from its registry';
    }
  }
  if (!canMake(byTag(image)))
    throw new Failure(`${image}: its registry does not give it, and it can't be made here`);
  const recipe = standInOf(image);
  if (known === recipe) return undefined;
  const its = await builder();
  await buildBase(byTag(image), its, workshop);
  await keep(image, its, byTag(image), recipe);
  return "its registry does not give it: a stand-in, made of Debian's packages";
}

/** Makes an image that another begins from, or that stands in for one. */
export async function buildBase(image: string, builder: Builder, workshop: string): Promise<void> {
  const folder = join(workshop, 'base');
  rmSync(folder, { recursive: true, force: true });
  await writeBase(image, folder);
  await builder.build(image, folder);
  rmSync(folder, { recursive: true, force: true });
}

/** Another recipe is another stand-in, also where only the code of a step differs. */
function standInOf(image: string): string {
  const recipe = JSON.stringify(baseOf(byTag(image)), (_, value) =>
    typeof value === 'function' ? `${value}` : value,
  );
  const hash = createHash('sha256').update(recipe);
  hash.update(readFileSync(join(projectRoot, 'local', 'images', AGENT)));
  return `a stand-in ${hash.digest('hex').slice(0, 16)}`;
}

/** Without its digest. */
export const byTag = (image: string) => image.split('@')[0]!;

/** With the digest alone, where there is one: not every builder takes a name with both. */
function byDigest(image: string): string {
  const [name, digest] = image.split('@');
  return digest ? `${name!.replace(/:[^:/]+$/, '')}@${digest}` : image;
}
