import { Failure } from '../../console/failure';
import type { Gh } from '../../programs/gh';
import type { Git } from '../../programs/git';
import { deployments } from './deployments';

/** Deployments in these states have not changed anything yet. Source: GitHub GraphQL, DeploymentStatusState. */
const NOT_BEGUN = ['WAITING', 'QUEUED', 'PENDING'];

/**
 * Refuses to take an environment back: an older run whose approval comes late, or that is started again, would
 * otherwise deploy over a newer one.
 * @throws Failure that names the newer commit.
 */
export async function checkOrder(gh: Gh, git: Git, environment: string): Promise<void> {
  for (const { commitOid, latestStatus } of await deployments(gh, environment)) {
    const begun = latestStatus !== null && !NOT_BEGUN.includes(latestStatus.state);
    if (begun && (await git.isBehind(commitOid))) {
      throw new Failure(
        `${environment} was deployed from ${commitOid.slice(0, 12)}, which is newer than this commit. To go back, revert on the main branch: the revert is deployed like any other change.`,
      );
    }
  }
}
