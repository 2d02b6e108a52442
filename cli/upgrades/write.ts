import { writeFileSync } from 'node:fs';
import { applyEdits, modify } from 'jsonc-parser';
import { Failure } from '../../console/failure';
import { suggest } from '../../problems/suggest';
import type { EnvironmentUpgrades } from './environment-upgrades';
import type { Edit, UpgradeStep } from './versioned';

/**
 * The step of that id.
 * @throws Failure when there is none, or when another environment has to go first.
 */
export function findStep({ environment, things }: EnvironmentUpgrades, id: string): UpgradeStep {
  const all = things.flatMap(({ all }) => all);
  const step = all.find((one) => one.id === id);
  if (!step) {
    const ids = all.map((one) => one.id);
    throw new Failure(
      `--write: got "${id}"${suggest(id, ids)}; allowed in ${environment}: ${ids.join(', ') || 'nothing, all is at its newest version'}`,
    );
  }
  if (step.waitsFor) {
    throw new Failure(
      `--write: got ${id} for ${environment}; allowed once ${step.waitsFor} has it, which ${environment} is promoted from`,
    );
  }
  return step;
}

/** A file with some values changed, and all else as it was, comments and format too. */
export function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce(
    (before, [path, value]) =>
      applyEdits(
        before,
        modify(before, [...path], value, {
          formattingOptions: { tabSize: 2, insertSpaces: true, eol: before.includes('\r\n') ? '\r\n' : '\n' },
          // The engine before its version.
          getInsertionIndex: () => 0,
        }),
      ),
    text,
  );
}

/**
 * Changes a parameter file.
 * @param check that the file is right afterwards; what it throws leaves the file as it was.
 */
export function write(file: string, text: string, edits: readonly Edit[], check: () => unknown): void {
  writeFileSync(file, edited(text, edits));
  try {
    check();
  } catch (error) {
    writeFileSync(file, text);
    throw error;
  }
}
