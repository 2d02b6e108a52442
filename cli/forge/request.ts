import { Failure } from '../../console/failure';
import type { Gh } from '../../programs/gh';

interface PullRequest {
  readonly state: string;
  readonly headRefOid: string;
  readonly isCrossRepository: boolean;
}

/** Who may write to the repository. Source: GitHub REST, "Get repository permissions for a user": maintain is write. */
const MAY_WRITE = ['admin', 'write'];

/**
 * The commit that the preview is made from: the current one, so that nobody can replace it between the check and the
 * deploy.
 * @throws Failure that says why there is to be none: the pull request is closed, or from a fork, or it is asked for by
 * somebody who may not write.
 */
export async function requestedCommit(gh: Gh, pullRequest: number, who: string): Promise<string> {
  const fields = 'state,headRefOid,isCrossRepository';
  const [asked, permission] = await Promise.all([
    gh.json<PullRequest>('pr', 'view', `${pullRequest}`, '--json', fields),
    gh.run(
      'api',
      `repos/{owner}/{repo}/collaborators/${encodeURIComponent(who)}/permission`,
      '--jq',
      '.permission',
    ),
  ]);
  const faults = [
    asked.state !== 'OPEN' && `it is ${asked.state.toLowerCase()}; allowed: an open one`,
    asked.isCrossRepository &&
      'it is from a fork; allowed: a branch of this repository. After a review, push the branch here',
    !MAY_WRITE.includes(permission) &&
      `asked for by ${who}, whose permission is "${permission}"; allowed: ${MAY_WRITE.join(', ')}`,
  ].filter(Boolean);
  if (faults.length > 0) {
    throw new Failure(
      faults.map((fault) => `No preview of pull request ${pullRequest}: ${fault}`).join('\n'),
    );
  }
  return asked.headRefOid;
}
