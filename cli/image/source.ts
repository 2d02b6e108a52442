import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { Failure } from '../../console/failure';
import { compareReleases } from '../../parameters/release-order';
import { isRelease, VERSION } from '../../parameters/version';
import { Git, type Head } from '../../programs/git';

/** What an image is made of. */
export interface ImageSource {
  readonly folder: string;
  /** Of the image: a release that git tags, else branch and commit. */
  readonly tag: string;
  readonly commit: string;
  /** Of the commit, in seconds since 1970. */
  readonly date: number;
}

const SHOWN = 5;
const COMMIT_LENGTH = 12;
const LONGEST_TAG = 128;

/**
 * Finds the folder of a service, and what it is called.
 * @throws Failure about a folder without a Dockerfile, outside of a repository, or with changes that no commit has.
 */
export async function findSource(
  service: string,
  named: string | undefined,
  branch: string | undefined,
): Promise<ImageSource> {
  const folder = resolve(named ?? join('examples', service));
  const shown = relative(process.cwd(), folder) || '.';
  if (!existsSync(join(folder, 'Dockerfile'))) {
    const hint = named === undefined ? ` Name the folder: npm run image -- build ${service}=FOLDER` : '';
    throw new Failure(`${shown}: got no Dockerfile; allowed: a folder with one.${hint}`);
  }
  const head = await new Git(folder).head().catch((error: Failure) => {
    throw new Failure(
      `${shown}: got no commit, which the image would be called after; allowed: a folder of a git repository. ${error.message}`,
    );
  });
  if (head.changed.length > 0) {
    const some = head.changed.slice(0, SHOWN).join(', ');
    const more = head.changed.length > SHOWN ? ` and ${head.changed.length - SHOWN} more` : '';
    throw new Failure(
      `${shown}: got changes that no commit has: ${some}${more}; allowed: none, as the image is called after the commit. Commit them, or leave them to git: git stash --include-untracked`,
    );
  }
  return { folder, tag: tagOf(head, branch), commit: head.commit, date: head.date };
}

/** @throws Failure when there is nothing to call it after. */
export function tagOf(
  { tags, commit, branch: checkedOut }: Pick<Head, 'tags' | 'commit' | 'branch'>,
  named?: string,
): string {
  const releases = tags.map((tag) => tag.replace(/^v/, '')).filter(isRelease);
  const [newest] = releases.sort((a, b) => compareReleases(b, a));
  if (newest !== undefined) return newest;
  const branch = named ?? checkedOut;
  if (branch === undefined)
    throw new Failure('No branch is checked out: got a commit alone; allowed: --branch NAME beside it');
  const short = commit.slice(0, COMMIT_LENGTH);
  const slug = branch
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, LONGEST_TAG - COMMIT_LENGTH - 1);
  const tag = `${slug}-${short}`;
  if (VERSION.test(tag)) return tag;
  throw new Failure(`--branch: got "${branch}"; allowed: a name with a letter or a digit`);
}
