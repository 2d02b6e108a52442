import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import type { Approval, Approvals } from '../../plan/approval';
import { type ApprovalFile, readApprovals } from '../../plan/approval-file';
import { ruleIds } from '../../plan/rules';
import { capture } from '../../programs/capture';
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
 * The approvals of the project in the working directory.
 * @param today as 2026-11-24.
 * @param since counts are only those that were not there, in whatever file. Undefined: all that have not run out.
 * @throws Failure when there is no such commit.
 */
export async function findApprovals(today: string, since?: ApprovalsSince): Promise<FoundApprovals> {
  const isDiff = since !== undefined && 'base' in since;
  const before = since === undefined ? [] : await filesOf(await commitOf(since));
  const { approvals, old, faults } = readApprovals(approvalFiles(), today, ruleIds, before);
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

function approvalFiles(): ApprovalFile[] {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(FOLDER)
    .filter(isApproval)
    .sort()
    .map((name) => ({ file: `${FOLDER}/${name}`, text: readFileSync(join(FOLDER, name), 'utf8') }));
}

/** Where HEAD left a branch; of what is deployed, just that, whether HEAD comes after it or not. */
function commitOf(since: NonNullable<ApprovalsSince>): Promise<string> {
  const git = new Git('.');
  return 'base' in since ? git.mergeBase(since.base) : git.commit('--deployed', since.deployed);
}

async function filesOf(commit: string): Promise<ApprovalFile[]> {
  const names = (await git('ls-tree', '--name-only', '-z', commit, '--', `${FOLDER}/`))
    .split('\0')
    .map((path) => path.slice(FOLDER.length + 1))
    .filter(isApproval);
  return Promise.all(
    names.map(async (name) => {
      const file = `${FOLDER}/${name}`;
      return { file, text: await git('show', `${commit}:./${file}`) };
    }),
  );
}

function isApproval(name: string): boolean {
  return LOOKS_LIKE_JSON.test(name) && name !== SCHEMA;
}

async function git(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await capture('git', args);
  if (code !== 0) throw new Failure(`git ${args[0]}: ${stderr.trim()}`);
  return stdout;
}
