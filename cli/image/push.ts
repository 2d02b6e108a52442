import { Failure } from '../../console/failure';
import { scratchFolder } from '../../console/start';
import { partsOf } from '../../parameters/version';
import type { Builder } from '../../programs/images/image-builder';
import type { BuiltImage } from './build';
import type { ImageRepository, ScanResult, StoredImage } from './repository';

/** An image in the registry. */
export interface PushedImage {
  /** As a parameter file takes it: tag and digest. */
  readonly version: string;
  readonly digest: string;
  /** Whether it was there before. */
  readonly there: boolean;
  readonly scan: ScanResult;
}

/** @throws Failure when its tag is taken by another content. */
export async function push(
  image: BuiltImage,
  builder: Builder,
  repository: ImageRepository,
  looks?: { readonly lookMs?: number; readonly patienceMs?: number },
): Promise<PushedImage> {
  const { tag, name } = image;
  const there = await repository.find(tag);
  if (there) await refuseOther(image, there, builder, repository);
  const digest =
    there?.digest ??
    (await builder.push(name, await repository.destination(tag), scratchFolder('image-push')));
  const scan = await repository.findings(digest, looks);
  return { version: `${tag}@${digest}`, digest, there: there !== undefined, scan };
}

async function refuseOther(
  { tag, name, service }: BuiltImage,
  { digest, pushed }: StoredImage,
  builder: Builder,
  repository: ImageRepository,
): Promise<void> {
  const id = await builder.id(name);
  if (digest === id || (await repository.contents(digest)).includes(id)) return;
  const isRelease = partsOf(tag).tag?.includes('.') ?? false;
  throw new Failure(
    `${service}:${tag} exists with another content since ${pushed}: got ${id}, and the registry has ${tag}@${digest}, which stays. ${isRelease ? 'Was the git tag moved? A release that was made once is not made again: raise its number' : 'Not every build of one commit gives the same bytes: use that one, or commit a change'}`,
  );
}
