import type { Construct } from 'constructs';
import type { Project } from '../../parameters/project';

/** Where the pages are, one for each kind of alarm. */
const FOLDER = 'docs/runbooks/alarms';

/** Name of the context that holds the repository's address. */
const REPOSITORY = 'repository';

/** Tells everything below `scope` which repository its pages are in. Call it before anything else is made there. */
export function keepRunbooks(scope: Construct, { forge }: Pick<Project, 'forge'>): void {
  // The ids that a subject of the forge may carry are no part of an address: `repo:acme@1234/platform@5678`.
  const repository = forge.replace(/^repo:/, '').replaceAll(/@\d+/g, '');
  // GitHub takes HEAD for the default branch. Source: npm's hosted-git-info, which links to files in the same way.
  scope.node.setContext(REPOSITORY, `https://github.com/${repository}/blob/HEAD/`);
}

/** Where the person on call reads on: a link, or the path alone in a scope that knows no repository. */
export function runbookLink(scope: Construct, page: string): string {
  const repository: string = scope.node.tryGetContext(REPOSITORY) ?? '';
  return `${repository}${FOLDER}/${page}.md`;
}

/** The end of an alarm's description. */
export function withRunbook(scope: Construct, description: string, page: string): string {
  return `${description} Runbook: ${runbookLink(scope, page)}`;
}
