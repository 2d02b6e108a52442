import { cpSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { checkDeclarations } from '../../declarations/checks/declarations';
import { loadEnvironments } from '../../parameters/load';
import { environmentsFolder } from '../../parameters/parameter-file';
import { readPreviewFile } from '../../parameters/preview';
import { ParameterError } from '../../problems/problem';
import { together } from '../../problems/together';
import type { NewFiles } from './new-files';

/**
 * Looks for what is wrong with a change that is not written yet.
 * @param scratch a folder where its parameter files may be.
 * @throws ParameterError with all of it, each with the file as it would be called.
 */
export function check({ files, declared }: NewFiles, scratch: string): void {
  const { problems, readable } = checkDeclarations(declared);
  if (!readable) throw new ParameterError(problems);
  const folder = environmentsFolder();
  cpSync(folder, scratch, { recursive: true });
  for (const [file, text] of files) {
    if (dirname(file) === folder) writeFileSync(join(scratch, basename(file)), text);
  }
  try {
    together(
      () => loadEnvironments(scratch, declared),
      () => readPreviewFile(scratch, declared),
    );
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    const named = (text: string) => text.replaceAll(scratch, folder);
    throw new ParameterError(
      error.problems.map((problem) => ({ ...problem, file: named(problem.file), got: named(problem.got) })),
    );
  }
}
