import { oneOf } from '../schema';
import { CATALOGUE, majorsOf } from './catalogue';

type Meta = Parameters<typeof oneOf>[1];

/** Where a version goes that AWS has and the list does not have yet. */
const newer = (file: string) => `; a newer one once parameters/catalogue/${file}.json has it`;

/** Majors of an engine that the platform was tried with, and the oldest version of the first. */
export interface Tried {
  readonly engine: string;
  readonly majors: readonly string[];
  readonly from?: string;
}

/** A version of one of some engines: of the majors that the platform was tried with, as far as AWS has it. */
export function engineVersion(list: 'databases' | 'caches', engines: readonly Tried[], meta: Meta) {
  const versions = [...new Set(engines.flatMap((tried) => versionsOf(list, tried)))];
  return oneOf(versions, { ...meta, allowed: `${versions.join(', ')}${newer(list)}` });
}

/** What AWS has of the majors that the platform was tried with, the oldest first. */
export function versionsOf(list: 'databases' | 'caches', { engine, majors, from }: Tried): string[] {
  const all = majors.flatMap((major) => majorsOf(CATALOGUE[list], engine)[major]?.versions ?? []);
  return from === undefined ? all : all.slice(all.indexOf(from));
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
