import { digestOf } from '../declarations/digest-of';

/**
 * A version that always names the same image: a release, a branch's commit, or a digest. With a tag that moves, such as
 * `latest`, two pods of one deployment could run different code, and a rollback could run the code that it should undo.
 * Releases are those of Semantic Versioning 2.0.0 without build metadata, as a tag can have no `+`. A release or a commit
 * may carry the digest of its image: the tag is for people, the digest is what a cluster pulls.
 */
const RELEASE = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/;
const COMMIT = /^[a-z0-9][a-z0-9._-]*-[0-9a-f]{7,40}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const LONGEST_TAG = 128;

const inner = ({ source }: RegExp) => source.slice(1, -1);

export const VERSION = new RegExp(
  `^(?=[^@]{1,${LONGEST_TAG}}(@|$))((${inner(RELEASE)}|${inner(COMMIT)})(@${inner(DIGEST)})?|${inner(DIGEST)})$`,
);
export const ALLOWED_VERSION =
  'a release such as 1.4.2, a branch and its commit such as main-3f2a1bc, each with or without the digest of its image such as main-3f2a1bc@sha256:<64 hexadecimal digits>, or such a digest alone';

/** The tag of a version, and the digest of its image, as far as it has them. */
export function partsOf(version: string): { readonly tag?: string; readonly digest?: string } {
  if (isDigest(version)) return { digest: version };
  const [tag, digest] = version.split('@');
  return { tag, digest };
}

/** What people call a version: its tag, or where it has none its digest. */
export function versionName(version: string): string {
  return partsOf(version).tag ?? version;
}

export function isRelease(version: string): boolean {
  return RELEASE.test(version);
}

export function isDigest(version: string): boolean {
  return DIGEST.test(version);
}

/** A version that runs, beside others or alone. */
export interface Running {
  /** As people call it: without the digest, unless it has nothing else. */
  readonly version: string;
  /** Of its image, beside the version, where the parameter file has both. */
  readonly digest?: string;
  /** Its share of the requests from outside, in percent. All together: 100. */
  readonly weight: number;
  /** What it was built from, where the version or the parameter file tells. */
  readonly commit?: string;
}

interface Choice {
  readonly version?: string;
  readonly commit?: string;
  readonly versions?: readonly Running[];
}

/** What runs of a service, by its parameters. The first is the one that workers, schedules and other services use. */
export function versionsOf({ version, commit, versions }: Choice): Running[] {
  const all = versions ?? (version === undefined ? [] : [{ version, weight: 100, commit }]);
  return all.map((running) => ({ ...running, ...split(running.version), commit: commitOf(running) }));
}

function split(version: string): Pick<Running, 'version' | 'digest'> {
  const { tag, digest } = partsOf(version);
  return tag === undefined ? { version } : { version: tag, digest };
}

/** A version as a parameter file has it, and a registry gives its image. */
export function pinned({ version, digest }: Pick<Running, 'version' | 'digest'>): string {
  return digest === undefined ? version : `${version}@${digest}`;
}

/** The commit that a version was built from: the one that is given, else the end of a branch's tag. */
export function commitOf({
  version: whole,
  commit,
}: Pick<Running, 'version' | 'commit'>): string | undefined {
  if (commit !== undefined) return commit;
  const version = versionName(whole);
  return COMMIT.test(version) && !isRelease(version)
    ? version.slice(version.lastIndexOf('-') + 1)
    : undefined;
}

const LONGEST_SLUG = 20;
const DNS_LABEL = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** A longer number could also be the commit of a branch's tag. */
const PLAIN_RELEASE = /^\d{1,6}\.\d{1,6}\.\d{1,6}$/;

/**
 * A version as part of a name: a DNS label of at most 20 characters. If more has to change than the dots of a plain
 * release, the label ends in a hash of the whole version, so that two versions never get the same label.
 */
export function slugOf(version: string): string {
  if (isDigest(version)) return version.replace(':', '-').slice(0, 'sha256-'.length + 12);
  const slug = version.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const faithful = (version === slug && DNS_LABEL.test(slug)) || PLAIN_RELEASE.test(version);
  if (faithful && slug.length <= LONGEST_SLUG) return slug;
  const hash = digestOf(version);
  return `${slug.slice(0, LONGEST_SLUG - hash.length - 1).replace(/-+$/, '')}-${hash}`;
}

/** A version as the value of a label: itself, where Kubernetes takes it, else its slug. */
export function labelOf(version: string): string {
  return /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/.test(version) ? version : slugOf(version);
}
