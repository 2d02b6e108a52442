import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readDocument } from './document';
import type { Environment } from './environment';
import { schema } from './parameters';
import { ParameterError, type Problem } from './problem';
import { checkEnvironments } from './rules';

/** Files beside the parameter files that are no environment. */
const OTHERS = new Set(['schema.json']);

/**
 * Reads every environment of a directory, `<name>.json` each.
 * @throws ParameterError with all faults of all files.
 */
export function loadEnvironments(directory: string): Environment[] {
  const files = existsSync(directory)
    ? readdirSync(directory)
        .filter((file) => file.endsWith('.json') && !OTHERS.has(file))
        .sort()
    : [];
  if (files.length === 0) {
    throw new ParameterError([
      {
        file: directory,
        path: '',
        got: 'no parameter files',
        allowed: 'a directory with one JSON file for each environment',
      },
    ]);
  }
  const problems: Problem[] = [];
  const environments: Environment[] = [];
  for (const file of files) {
    try {
      const document = readDocument(join(directory, file), schema);
      environments.push({ name: basename(file, '.json'), parameters: document.value, document });
    } catch (error) {
      if (!(error instanceof ParameterError)) throw error;
      problems.push(...error.problems);
    }
  }
  problems.push(...checkEnvironments(environments));
  if (problems.length > 0) throw new ParameterError(problems);
  return environments;
}
