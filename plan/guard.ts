import { createHash } from 'node:crypto';
import { Change } from './change';
import type { Finding, Rule } from './finding';

/** A file of a change, and what it holds now. Undefined: it is gone. */
export interface ChangedFile {
  readonly file: string;
  readonly text?: string;
}

/** What stands for a stack in an approval of a changed guard. */
export const GUARD = 'guard';

/** Its findings are of files, and not of a plan. */
export const guardChanged: Rule = {
  id: 'guard-changed',
  kind: 'exposure',
  finds: 'what judges plans changes: rules, the commands that use them, the form of approvals, the workflows',
  judge: () => undefined,
};

/**
 * What judges, as folders and files: all that `npm run plan` and `npm run affected` are made of, and what calls them. What
 * they read of a project, such as versions that AWS offers, is data. A test holds this against their imports.
 */
export const GUARDED: readonly string[] = [
  'plan/',
  'approvals/schema.json',
  'cli/affected/',
  'cli/forge/',
  'cli/plan/',
  'console/',
  'parameters/catalogue/catalogue.ts',
  'parameters/catalogue/upgrade-paths.ts',
  'parameters/parameter-file.ts',
  'parameters/today.ts',
  'problems/',
  'programs/',
  'stacks/names.ts',
  'terraform/',
  '.github/actions/',
  '.github/workflows/deploy-environment.yml',
  '.github/workflows/pull-request.yml',
  'run.js',
];

/** Whether a file is part of the guard. */
export function isGuarded(file: string): boolean {
  return GUARDED.some((place) => (place.endsWith('/') ? file.startsWith(place) : file === place));
}

/**
 * What it holds now is part of what was found, so that an approval is for that.
 * @param files of the guard.
 */
export function guardFindings(files: readonly ChangedFile[]): Finding[] {
  return [...files]
    .sort((a, b) => (a.file < b.file ? -1 : 1))
    .map(({ file, text }) => ({
      rule: guardChanged,
      change: changeOf(file, text === undefined ? 'delete' : 'update'),
      reasons: [
        text === undefined
          ? 'is part of what judges plans, and is gone: what it found, nothing finds any more'
          : `is part of what judges plans, and changes (to ${createHash('sha256').update(text).digest('hex').slice(0, 12)}): read its diff, as it may find less once it is merged`,
      ],
      needsApproval: true,
    }));
}

function changeOf(file: string, action: 'update' | 'delete'): Change {
  const change = { actions: [action], before: {}, after: action === 'delete' ? null : {} };
  return new Change(GUARD, { address: file, mode: 'managed', type: GUARD, name: file, change });
}
