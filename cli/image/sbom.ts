import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { scratchFolder } from '../../console/start';
import { capture } from '../../programs/capture';
import type { Builder } from '../../programs/images/image-builder';

/** The version of CycloneDX that is written. */
const CYCLONE_DX = '1.6';

/** Writes what is in an image. @throws Failure with what syft has to say. */
export async function writeSbom(
  image: { readonly name: string; readonly service: string; readonly tag: string },
  builder: Builder,
  file: string,
): Promise<void> {
  const archive = join(scratchFolder('image-sbom'), 'image.tar');
  await builder.save(image.name, archive);
  const about = ['--source-name', image.service, '--source-version', image.tag];
  const output = ['--quiet', '--output', `cyclonedx-json@${CYCLONE_DX}=${file}`];
  const { code, stderr } = await capture('syft', ['scan', `docker-archive:${archive}`, ...about, ...output], {
    env: { ...process.env, SYFT_CHECK_FOR_APP_UPDATE: 'false' },
  });
  if (code === 0) return;
  if (code === undefined && stderr.includes('ENOENT'))
    throw new Failure('--sbom: syft is not on PATH: https://github.com/anchore/syft');
  throw new Failure(`syft: ${stderr.trim() || 'it was killed'}`);
}
