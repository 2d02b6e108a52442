import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type ChangedFile, isGuarded } from '../../plan/guard';
import { Git } from '../../programs/git';

/** What `npm run` makes of a command's name. */
const PACKAGE = 'package.json';
const SCRIPTS = ['affected', 'forge', 'plan'];

/** The files of the guard that differ from where HEAD left a branch. */
export async function changedFiles(base: string, change = '.'): Promise<ChangedFile[]> {
  const git = new Git(change);
  const commit = await git.mergeBase(base);
  const files = await git.changedSince(commit);
  const changed = files.filter(isGuarded).map((file) => ({ file, text: textOf(join(change, file)) }));
  if (!files.includes(PACKAGE)) return changed;
  const [before, now] = [
    await git.text(commit, PACKAGE).catch(() => ''),
    textOf(join(change, PACKAGE)) ?? '',
  ];
  return commands(before) === commands(now) ? changed : [...changed, { file: PACKAGE, text: commands(now) }];
}

/** A link is where it leads to. */
function textOf(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return undefined;
  return found.isSymbolicLink() ? `-> ${readlinkSync(path)}` : readFileSync(path, 'utf8');
}

/** What the commands of the guard stand for. A package.json that can't be read stands for itself. */
function commands(text: string): string {
  try {
    const { scripts = {} } = JSON.parse(text) as { readonly scripts?: Readonly<Record<string, unknown>> };
    return JSON.stringify(
      SCRIPTS.map((name) => [`pre${name}`, name, `post${name}`].map((one) => scripts[one] ?? null)),
    );
  } catch {
    return text;
  }
}
