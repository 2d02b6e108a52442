import { Failure } from '../../console/failure';
import type { Gh } from '../../programs/gh';
import { deployments, MOST } from './deployments';

/** A deployment that succeeded is inactive once another one has. Source: GitHub GraphQL, DeploymentState. */
const SUCCEEDED = ['SUCCESS', 'INACTIVE'];

/**
 * The commit of the last deploy of an environment that succeeded: what approvals are compared with, so that one that was
 * used counts no more. Undefined: there was none yet.
 * @throws Failure when it is too long ago to tell.
 */
export async function deployedCommit(gh: Gh, environment: string): Promise<string | undefined> {
  const found = await deployments(gh, environment);
  const last = found.find(({ latestStatus }) => SUCCEEDED.includes(latestStatus?.state ?? ''));
  if (last) return last.commitOid;
  if (found.length < MOST) return undefined;
  throw new Failure(
    `${environment}: none of its last ${MOST} deployments succeeded, so that nobody can tell what is deployed`,
  );
}
