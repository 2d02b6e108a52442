import { join } from 'node:path';
import { userCache } from '../user-cache';
import { buildah } from './buildah';
import { docker } from './docker';
import type { Builder } from './image-builder';

/** The first that works here. @param store folder that buildah keeps images in. */
export async function findBuilder(store: string): Promise<Builder | undefined> {
  for (const builder of [docker(), buildah(store)]) if (await builder.works()) return builder;
  return undefined;
}

export const NO_BUILDER =
  'Images are made by Docker with buildx or by buildah, and neither works here: start Docker, or run apt-get install buildah';

/** Where images are made. It may be deleted. */
export const imageWorkshop = (): string => join(userCache(), 'image-builds');
