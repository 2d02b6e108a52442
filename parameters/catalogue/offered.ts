import { oneOf } from '../schema';
import { CATALOGUE, majorsOf } from './catalogue';

type Meta = Parameters<typeof oneOf>[1];

/** Where a version goes that AWS has and the list does not have yet. */
const newer = (file: string) => `; a newer one once parameters/catalogue/${file}.json has it`;

/** A version of an engine: one of the majors that the platform was tried with, as far as AWS has it. */
export function engineVersion(
  list: 'databases' | 'caches',
  engine: string,
  majors: readonly string[],
  meta: Meta,
  { from }: { readonly from?: string } = {},
) {
  const all = majors.flatMap((major) => majorsOf(CATALOGUE[list], engine)[major]?.versions ?? []);
  const versions = from === undefined ? all : all.slice(all.indexOf(from));
  return oneOf(versions, { ...meta, allowed: `${versions.join(', ')}${newer(list)}` });
}

/** An instance class or a node type that exists, of those that fit. */
export function serverSize(
  list: 'databases' | 'caches',
  fits: RegExp,
  meta: Meta & { readonly allowed: string },
) {
  return oneOf(
    // Of two that are as near to a slip, the later generation is proposed.
    Object.keys(CATALOGUE[list].sizes)
      .filter((size) => fits.test(size))
      .reverse(),
    meta,
  );
}

/** A Kubernetes minor from `oldest` on. */
export function kubernetesVersion(oldest: string, meta: Meta) {
  const all = Object.keys(CATALOGUE.kubernetes.versions);
  const versions = all.slice(all.indexOf(oldest));
  return oneOf(versions, { ...meta, allowed: `${versions.join(', ')}${newer('kubernetes')}` });
}

/** A version of an add-on that EKS has for any minor. */
export function addonVersion(addon: string, meta: Meta) {
  const versions = [...new Set(Object.values(CATALOGUE.addons.addons[addon]!).flat())];
  return oneOf(versions, { ...meta, allowed: `${versions.join(', ')}${newer('addons')}` });
}
