import { readFileSync, writeFileSync } from 'node:fs';
import { Failure } from '../../console/failure';
import type { Environment } from '../../parameters/environment';
import { partsOf } from '../../parameters/version';
import type { Gh } from '../../programs/gh';
import { edited } from '../edit-parameters';
import { findPromotion } from '../promote/promotion';

interface Raise {
  readonly service: string;
  /** With the digest of its image. */
  readonly version: string;
}

/** Where the application's workflow runs. */
interface Origin {
  readonly commit?: string;
  readonly run?: string;
}

const REPOSITORY = 'repos/{owner}/{repo}';

/**
 * Opens a pull request that raises the version of a service where it comes first, or brings the open one up to date: of
 * each service there is one at most. Its commit is made by the forge, so that no clone needs a token.
 * @param bodyPath where the text of the pull request is written down.
 * @returns what was done.
 */
export async function raise(
  gh: Gh,
  { service, version }: Raise,
  environments: readonly Environment[],
  { commit, run }: Origin,
  bodyPath: string,
): Promise<string> {
  const first = environments.filter(({ parameters }) => parameters.promotedFrom === undefined);
  if (first.length !== 1) {
    const names = first.map(({ name }) => name).join(', ') || 'none';
    throw new Failure(`raise: got ${names}; allowed: one environment that is promoted from no other`);
  }
  if (partsOf(version).digest === undefined)
    throw new Failure(`raise: got "${version}"; allowed: a version with the digest of its image`);
  const [{ name, document }] = first as [Environment];
  const { before, edits } = findPromotion({ service, from: version, to: name }, environments);
  if (edits.length === 0) return `${document.file}: ${service} is ${version} already`;
  const tag = partsOf(version).tag ?? version;
  const title = `Raise ${service} to ${tag} in ${name}`;
  const branch = `image/${service}`;
  const base = await gh.run('api', REPOSITORY, '--jq', '.default_branch');
  await toBase(gh, branch, base);
  await commitFile(gh, branch, document.file, title, edited(readFileSync(document.file, 'utf8'), edits));
  writeFileSync(bodyPath, text({ service, version }, before, { commit, run }));
  const open = await gh.json<{ number: number }[]>(
    ...['pr', 'list', '--head', branch, '--state', 'open', '--json', 'number'],
  );
  const told = ['--title', title, '--body-file', bodyPath];
  if (open[0] === undefined) return gh.run('pr', 'create', '--head', branch, '--base', base, ...told);
  await gh.run('pr', 'edit', `${open[0].number}`, ...told);
  return `#${open[0].number}: ${title}`;
}

/** What somebody else has put on the branch is of an older version. */
async function toBase(gh: Gh, branch: string, base: string): Promise<void> {
  const sha = await gh.run('api', `${REPOSITORY}/git/ref/heads/${base}`, '--jq', '.object.sha');
  const names = await gh.run(
    ...['api', `${REPOSITORY}/git/matching-refs/heads/${branch}`, '--jq', '.[].ref'],
  );
  if (names.split('\n').includes(`refs/heads/${branch}`)) {
    const reset = ['--field', `sha=${sha}`, '--field', 'force=true', '--silent'];
    await gh.run('api', '--method', 'PATCH', `${REPOSITORY}/git/refs/heads/${branch}`, ...reset);
    return;
  }
  const made = ['--field', `ref=refs/heads/${branch}`, '--field', `sha=${sha}`, '--silent'];
  await gh.run('api', '--method', 'POST', `${REPOSITORY}/git/refs`, ...made);
}

async function commitFile(gh: Gh, branch: string, file: string, message: string, content: string) {
  const path = `${REPOSITORY}/contents/${file}`;
  const sha = await gh.run('api', `${path}?ref=${branch}`, '--jq', '.sha');
  const fields = {
    branch,
    message,
    sha,
    content: Buffer.from(content).toString('base64'),
  };
  const args = Object.entries(fields).flatMap(([name, value]) => ['--raw-field', `${name}=${value}`]);
  await gh.run('api', '--method', 'PUT', path, ...args, '--silent');
}

function text({ service, version }: Raise, before: string, { commit, run }: Origin): string {
  return [
    `\`${service}\` goes from \`${before}\` to \`${version}\`.`,
    ...(commit ? [`Built from ${commit}.`] : []),
    ...(run ? [`[The run](${run}) has what is in the image, and what its scan has found.`] : []),
    '',
  ].join('\n');
}
