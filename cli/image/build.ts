import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { Registry } from '../../constructs/tooling/registry';
import { keptName } from '../../declarations/kept-name';
import type { Services } from '../../declarations/service';
import type { Project } from '../../parameters/project';
import { findBuilder, imageWorkshop, NO_BUILDER } from '../../programs/images/builder';
import type { Builder } from '../../programs/images/image-builder';
import { ownPlatform } from '../../programs/images/options';
import { type ImageArguments, NEEDED, PLATFORMS } from './arguments';
import { findSource, type ImageSource } from './source';

/** An image that was made here. */
export interface BuiltImage extends ImageSource {
  readonly service: string;
  /** With registry and tag. */
  readonly name: string;
  readonly platforms: readonly string[];
  /** Said to whoever waits. */
  readonly notes: readonly string[];
}

/** @throws Failure about the folder, and with what the builder has to say. */
export async function build(
  project: Project,
  services: Services,
  { service, folder: named, branch, platforms: asked }: ImageArguments,
): Promise<{ readonly image: BuiltImage; readonly builder: Builder }> {
  const source = await findSource(service, named, branch);
  const builder = await findBuilder(join(imageWorkshop(), 'store'));
  if (!builder) throw new Failure(NO_BUILDER);
  const can = await builder.platforms();
  const platforms = asked ?? PLATFORMS.filter((name) => can.includes(name));
  if (!platforms.includes(NEEDED)) {
    throw new Failure(
      `${builder.name} makes images for ${can.join(', ')} here; allowed: ${NEEDED}, as pods start on no other node (docs/pods.md). With qemu's binfmt it can: apt-get install qemu-user-static`,
    );
  }
  const lacking = PLATFORMS.filter((name) => !platforms.includes(name));
  const notes =
    asked === undefined && lacking.length > 0
      ? [
          `For ${platforms.join(', ')} alone: ${builder.name} can run no program for ${lacking.join(', ')} here. With qemu's binfmt it can: apt-get install qemu-user-static`,
        ]
      : [];
  const name = new Registry(project).image(keptName(service, services), source.tag);
  await builder.build(name, source.folder, {
    platforms: platforms.length === 1 && platforms[0] === ownPlatform() ? [] : platforms,
    date: source.date,
    labels: {
      'org.opencontainers.image.revision': source.commit,
      'org.opencontainers.image.version': source.tag,
      'org.opencontainers.image.title': service,
    },
  });
  return { image: { ...source, service, name, platforms, notes }, builder };
}
