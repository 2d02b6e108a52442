import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImageRepository } from '../../cli/image/repository';
import { Registry } from '../../constructs/tooling/registry';
import { keptName } from '../../declarations/kept-name';
import { parameterFile } from '../../parameters/parameter-file';
import type { Project } from '../../parameters/project';
import { partsOf } from '../../parameters/version';
import type { Aws } from '../../programs/aws';
import { findBuilder, imageWorkshop } from '../../programs/images/builder';
import { services as declared } from '../../services/services';
import { exclusively } from '../machine/exclusive';
import { keep, madeOf, ofRegistry } from './archive';
import type { NamedVersions } from './example';

/** An image that an environment names by its digest. */
export interface PinnedImage {
  readonly service: string;
  readonly digest: string;
  /** As pods name it. */
  readonly name: string;
}

/** What the parameter file of an environment names by a digest. */
export function pinnedBy(environment: string, project: Project): PinnedImage[] {
  const { services = {} } = JSON.parse(readFileSync(parameterFile(environment), 'utf8')) as {
    services?: Record<string, NamedVersions>;
  };
  const registry = new Registry(project);
  return Object.entries(services).flatMap(([service, { version, versions = version ? [{ version }] : [] }]) =>
    versions.flatMap((each) => {
      const { digest } = partsOf(each.version);
      const kept = keptName(service, declared);
      return digest ? [{ service: kept, digest, name: registry.image(kept, each.version) }] : [];
    }),
  );
}

/**
 * Fetches images from the emulated registry, as far as it has them: byte for byte what was pushed there.
 * @param aws of the tooling account.
 * @returns the names of those that are here now.
 */
export async function fetchPinned(
  images: readonly PinnedImage[],
  aws: Aws,
  project: Project,
): Promise<string[]> {
  const fetched: string[] = [];
  for (const { service, digest, name } of images) {
    const made = ofRegistry(digest);
    const repository = new ImageRepository(aws, project, service);
    // A service whose repository the bootstrap did not make yet has no image either.
    if (!(await repository.has(digest).catch(() => false))) continue;
    fetched.push(name);
    if (madeOf(name) === made) continue;
    await exclusively(
      `${imageWorkshop()}.lock`,
      () => {},
      async () => {
        const builder = await findBuilder(join(imageWorkshop(), 'store'));
        if (!builder) return;
        const folder = mkdtempSync(join(tmpdir(), 'image-pull-'));
        const byTag = `${name.split('@')[0]!.replace(/:[^:/]+$/, '')}:${digest.slice('sha256:'.length, 'sha256:'.length + 12)}-fetched`;
        try {
          await builder.pull(await repository.destination(digest), byTag, folder);
          await keep(name, builder, byTag, made);
        } finally {
          rmSync(folder, { recursive: true });
        }
      },
    );
  }
  return fetched;
}
