import { capture } from '../../programs/capture';
import type { DeployedFrom } from './schema';

export interface WorkTree extends DeployedFrom {
  /** The files that differ from the commit, those that git does not know included. */
  readonly files: readonly string[];
}

/** What a folder would be deployed from. Without a repository there is no commit. */
export async function workTree(directory = '.'): Promise<WorkTree> {
  const git = async (...args: readonly string[]) => {
    const { code, stdout } = await capture('git', args, { cwd: directory });
    return code === 0 ? stdout : undefined;
  };
  const [head, status] = await Promise.all([
    git('rev-parse', '--verify', '--quiet', 'HEAD'),
    git('status', '--porcelain', '-z', '--no-renames', '--', '.'),
  ]);
  if (head === undefined || status === undefined) return { changed: 0, files: [] };
  const files = status
    .split('\0')
    .filter(Boolean)
    .map((line) => line.slice(3));
  return { commit: head.trim(), changed: files.length, files };
}

const MOST = 3;

/** To say before a deploy of what no commit has. Undefined: a commit has it. */
export function dirtyText({ commit, files }: WorkTree): string | undefined {
  if (files.length === 0 || commit === undefined) return undefined;
  const more = files.length - MOST;
  const named = [...files.slice(0, MOST), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return `this deploys what no commit has: ${named} ${files.length === 1 ? 'differs' : 'differ'} from ${commit.slice(0, 12)}. It is recorded as that.`;
}

/** What those that record a deploy are given. */
export function sourceText({ commit, changed }: WorkTree): string {
  return JSON.stringify({ commit, changed });
}
