import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Approval, Approvals } from '../../plan/approval';
import { type ApprovalFile, readApprovals } from '../../plan/approval-file';
import { ruleIds } from '../../plan/rules';
import { Git } from '../../programs/git';

const FOLDER = 'approvals';
const SCHEMA = 'schema.json';
/** Those included that only look like an approval: they are told of as that. */
const LOOKS_LIKE_JSON = /\.(json\w?|ya?ml)(\.txt)?$/i;

export interface FoundApprovals {
  readonly now: Approvals;
  readonly old: readonly Approval[];
  readonly isDiff: boolean;
}

/** From where approvals are new. */
export type ApprovalsSince =
  /** A branch that a change will be merged into. An approval for what the change does not do is a mistake. */
  | { readonly base: string }
  /** The commit that is deployed. An approval for what is done already is left over. */
  | { readonly deployed: string }
  | undefined;

/**
 * The approvals of a project.
 * @param today as 2026-11-24.
 * @param since counts are only those that were not there, in whatever file. Undefined: all that have not run out.
 * @param change the project's folder.
 * @throws Failure when there is no such commit.
 */
export async function findApprovals(
  today: string,
  since?: ApprovalsSince,
  change = '.',
): Promise<FoundApprovals> {
  const isDiff = since !== undefined && 'base' in since;
  const before = since === undefined ? [] : await filesOf(await commitOf(since, change), change);
  const { approvals, old, faults } = readApprovals(approvalFiles(change), today, ruleIds, before);
  const isOver = ({ expires }: Approval) => expires < today;
  return {
    now: {
      approvals: approvals.filter((one) => !isOver(one)),
      faults: isDiff ? faults : faults.filter((fault) => !/ expired on /.test(fault)),
    },
    old: [...old, ...(isDiff ? [] : approvals.filter(isOver))],
    isDiff,
  };
}

function approvalFiles(change: string): ApprovalFile[] {
  const folder = join(change, FOLDER);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter(isApproval)
    .sort()
    .map((name) => ({ file: `${FOLDER}/${name}`, text: readFileSync(join(folder, name), 'utf8') }));
}

/** Where HEAD left a branch; of what is deployed, just that, whether HEAD comes after it or not. */
function commitOf(since: NonNullable<ApprovalsSince>, change: string): Promise<string> {
  const git = new Git(change);
  return 'base' in since ? git.mergeBase(since.base) : git.commit('--deployed', since.deployed);
}

async function filesOf(commit: string, change: string): Promise<ApprovalFile[]> {
  const git = new Git(change);
  const names = (await git.namesIn(commit, FOLDER))
    .map((path) => path.slice(FOLDER.length + 1))
    .filter(isApproval);
  return Promise.all(
    names.map(async (name) => {
      const file = `${FOLDER}/${name}`;
      return { file, text: await git.text(commit, file) };
    }),
  );
}

function isApproval(name: string): boolean {
  return LOOKS_LIKE_JSON.test(name) && name !== SCHEMA;
}
