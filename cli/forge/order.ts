import { Failure } from '../../console/failure';
import type { Gh } from '../../programs/gh';
import type { Git } from '../../programs/git';

const QUERY = `query($owner: String!, $repo: String!, $environment: String!) {
  repository(owner: $owner, name: $repo) {
    deployments(environments: [$environment], first: 50, orderBy: { field: CREATED_AT, direction: DESC }) {
      nodes { commitOid latestStatus { state } }
    }
  }
}`;

/** Deployments in these states have not changed anything yet. Source: GitHub GraphQL, DeploymentStatusState. */
const NOT_BEGUN = ['WAITING', 'QUEUED', 'PENDING'];

interface Deployment {
  readonly commitOid: string;
  readonly latestStatus: { readonly state: string } | null;
}

/**
 * Refuses to take an environment back: an older run whose approval comes late, or that is started again, would
 * otherwise deploy over a newer one.
 * @throws Failure that names the newer commit.
 */
export async function checkOrder(gh: Gh, git: Git, environment: string): Promise<void> {
  const path = '.data.repository.deployments.nodes';
  const variables = ['-F', 'owner={owner}', '-F', 'repo={repo}', '-f', `environment=${environment}`];
  const deployments = await gh.json<Deployment[]>(
    ...['api', 'graphql', '-f', `query=${QUERY}`, ...variables, '--jq', path],
  );
  for (const { commitOid, latestStatus } of deployments) {
    const begun = latestStatus !== null && !NOT_BEGUN.includes(latestStatus.state);
    if (begun && (await git.isBehind(commitOid))) {
      throw new Failure(
        `${environment} was deployed from ${commitOid.slice(0, 12)}, which is newer than this commit. To go back, revert on the main branch: the revert is deployed like any other change.`,
      );
    }
  }
}
