import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Reviewed } from '../../plan/reviewed/schema';
import type { Gh } from '../../programs/gh';
import type { Git } from '../../programs/git';
import { REVIEWED_FILE, readReviewed } from '../plan/reviewed';

/** The workflow that plans pull requests, and what it keeps its plan as. */
const WORKFLOW = 'pull-request.yml';
export const ARTIFACT = 'reviewed';

/** Source: GitHub REST, "List pull requests associated with a commit". */
interface PullRequest {
  readonly number: number;
  readonly merged_at: string | null;
  readonly head: { readonly sha: string };
}

/** Source: GitHub REST, "List workflow runs for a workflow", "List workflow run artifacts". */
interface Runs {
  readonly workflow_runs: readonly { readonly id: number }[];
}

interface Artifacts {
  readonly artifacts: readonly { readonly name: string; readonly expired: boolean }[];
}

/**
 * What the pull requests have shown that are deployed with HEAD. A commit that came by none, or by one that affected no
 * stack, brings no review: nothing of it may be applied.
 * @param deployed the commit that runs. Undefined, or not one before HEAD: HEAD's own pull request alone.
 * @param folder where files may be put.
 */
export async function reviewsOf(
  gh: Gh,
  git: Git,
  deployed: string | undefined,
  folder: string,
  say: (done: string) => void,
): Promise<Reviewed[]> {
  const commits = await git.commitsSince(deployed);
  const merged = new Map<number, PullRequest>();
  for (const commit of commits) {
    const found = await gh.json<PullRequest[]>('api', `repos/{owner}/{repo}/commits/${commit}/pulls`);
    for (const one of found) if (one.merged_at !== null) merged.set(one.number, one);
  }
  const reviews: Reviewed[] = [];
  for (const { number, head } of merged.values()) {
    const run = await planOf(gh, head.sha);
    if (run === undefined) {
      say(`pull request ${number} has shown no plan of ${head.sha.slice(0, 12)}, or GitHub has it no more`);
      continue;
    }
    const into = join(folder, `${number}`);
    mkdirSync(into, { recursive: true });
    await gh.run('run', 'download', `${run}`, '--name', ARTIFACT, '--dir', into);
    reviews.push(...readReviewed(join(into, REVIEWED_FILE)));
    say(`pull request ${number} has shown a plan`);
  }
  if (merged.size === 0) say('no pull request has brought what is deployed: nothing of it was reviewed');
  return reviews;
}

/** The newest run that planned a commit, and kept the plan. */
async function planOf(gh: Gh, sha: string): Promise<number | undefined> {
  const path = `repos/{owner}/{repo}/actions/workflows/${WORKFLOW}/runs`;
  const { workflow_runs: runs } = await gh.json<Runs>(
    ...['api', `${path}?event=pull_request&status=success&head_sha=${sha}`],
  );
  for (const { id } of runs) {
    const { artifacts } = await gh.json<Artifacts>(
      'api',
      `repos/{owner}/{repo}/actions/runs/${id}/artifacts`,
    );
    if (artifacts.some(({ name, expired }) => name === ARTIFACT && !expired)) return id;
  }
  return undefined;
}
