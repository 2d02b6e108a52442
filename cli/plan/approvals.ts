import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { type Approval, type ApprovalFile, type Approvals, readApprovals } from '../../plan/approval';
import { rules } from '../../plan/rules';
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

/**
 * The approvals of the project in the working directory.
 * @param today as 2026-11-24.
 * @param base counts are only those in files that the diff from there adds or changes. Undefined: all that have not
 *   run out.
 * @throws Failure when there is no such base.
 */
export async function findApprovals(today: string, base?: string): Promise<FoundApprovals> {
  const files = approvalFiles();
  const read = (some: readonly ApprovalFile[]) =>
    readApprovals(
      some,
      today,
      rules.map(({ id }) => id),
    );
  if (base === undefined) {
    const { approvals, faults } = read(files);
    const isOld = ({ expires }: Approval) => expires < today;
    return {
      now: {
        approvals: approvals.filter((one) => !isOld(one)),
        faults: faults.filter((fault) => !/ expired on /.test(fault)),
      },
      old: approvals.filter(isOld),
      isDiff: false,
    };
  }
  const changed = await changedFiles(base);
  const isChanged = ({ file }: ApprovalFile) => changed.includes(file);
  const now = read(files.filter(isChanged));
  const usable = now.approvals.filter(({ expires }) => expires >= today);
  return {
    now: { approvals: usable, faults: now.faults },
    old: read(files.filter((file) => !isChanged(file))).approvals,
    isDiff: true,
  };
}

function approvalFiles(): ApprovalFile[] {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(FOLDER)
    .filter((name) => LOOKS_LIKE_JSON.test(name) && name !== SCHEMA)
    .sort()
    .map((name) => ({ file: `${FOLDER}/${name}`, text: readFileSync(join(FOLDER, name), 'utf8') }));
}

/** What differs between where HEAD left a reference and the files as they are, those that git does not know included. */
async function changedFiles(reference: string): Promise<string[]> {
  const base = await new Git('.').mergeBase(reference);
  const outputs = await Promise.all([
    git('diff', '--name-only', '-z', '--no-renames', '--relative', base, '--', FOLDER),
    git('ls-files', '-z', '--others', '--exclude-standard', '--', FOLDER),
  ]);
  return outputs.flatMap((output) => output.split('\0')).filter(Boolean);
}

async function git(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await capture('git', args);
  if (code !== 0) throw new Failure(`git ${args[0]}: ${stderr.trim()}`);
  return stdout;
}
