import type { Gh } from '../../programs/gh';

/** How many of the last are asked for. */
export const MOST = 50;

const QUERY = `query($owner: String!, $repo: String!, $environment: String!) {
  repository(owner: $owner, name: $repo) {
    deployments(environments: [$environment], first: ${MOST}, orderBy: { field: CREATED_AT, direction: DESC }) {
      nodes { commitOid latestStatus { state } }
    }
  }
}`;

export interface Deployment {
  readonly commitOid: string;
  readonly latestStatus: { readonly state: string } | null;
}

/** The last deployments of an environment, the newest first. */
export function deployments(gh: Gh, environment: string): Promise<Deployment[]> {
  const path = '.data.repository.deployments.nodes';
  const variables = ['-F', 'owner={owner}', '-F', 'repo={repo}', '-f', `environment=${environment}`];
  return gh.json<Deployment[]>(...['api', 'graphql', '-f', `query=${QUERY}`, ...variables, '--jq', path]);
}
