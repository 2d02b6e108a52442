import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Declared } from '../declarations/binding';
import { checkDeclarations } from '../declarations/checks/declarations';
import { nameOfKept } from '../declarations/kept-name';
import { readDocument } from '../problems/document';
import { ParameterError, type Problem } from '../problems/problem';
import type { Environment } from './environment';
import { parameterFiles } from './parameter-file';
import { type ParametersSchema, parametersSchema } from './parameters';
import { checkEnvironments, checkName } from './rules';

/**
 * Reads every environment of a directory, `<name>.json` each, for what is declared in services/.
 * @throws ParameterError with all faults of all files.
 */
export function loadEnvironments(directory: string, what: Declared): Environment[] {
  const { problems: inDeclarations, readable } = checkDeclarations(what);
  // The schema of the files is made from the declarations.
  if (!readable) throw new ParameterError(inDeclarations);
  const { environments, names, problems: inFiles } = readAll(directory, what);
  const problems = [...inDeclarations, ...inFiles, ...checkEnvironments(environments, what, names)];
  if (problems.length > 0) throw new ParameterError(problems);
  return environments;
}

/** What a file says of a service by the name that it had: it is a key that nobody knows, and here is why. */
function withNewName(problem: Problem, { services }: Declared): Problem {
  const [, old] = /^services\.([^.]+)$/.exec(problem.path) ?? [];
  const name = old === undefined || Object.hasOwn(services, old) ? undefined : nameOfKept(old, services);
  if (name === undefined) return problem;
  return { ...problem, got: `${problem.got}: services/${name}.ts is renamed from it`, allowed: name };
}

interface Read {
  readonly environments: Environment[];
  /** Of all files, those included that have a fault. */
  readonly names: string[];
  readonly problems: Problem[];
}

function readAll(directory: string, what: Declared): Read {
  const files = someParameterFiles(directory);
  const schema = parametersSchema(what) as unknown as ParametersSchema;
  const environments: Environment[] = [];
  const names = files.map((file) => basename(file, '.json'));
  const problems = [
    ...wrongEndings(directory),
    ...files.flatMap((file, index) => checkName(join(directory, file), names[index]!)),
  ];
  for (const file of files) {
    try {
      const document = readDocument(join(directory, file), schema);
      environments.push({ name: basename(file, '.json'), parameters: document.value, document });
    } catch (error) {
      if (!(error instanceof ParameterError)) throw error;
      problems.push(...error.problems.map((problem) => withNewName(problem, what)));
    }
  }
  return { environments, names, problems };
}

function someParameterFiles(directory: string): string[] {
  const files = parameterFiles(directory);
  if (files.length > 0) return files;
  const allowed = 'a directory with one JSON file for each environment';
  throw new ParameterError([{ file: directory, path: '', got: 'no parameter files', allowed }]);
}

/** Files that look like parameter files, and that nobody would read. */
function wrongEndings(directory: string): Problem[] {
  return readdirSync(directory)
    .filter((file) => /\.(json\w?|ya?ml)(\.txt)?$/i.test(file) && !file.endsWith('.json'))
    .sort()
    .map((file) => ({
      file: join(directory, file),
      path: '',
      got: `a file named ${file}, which is not read`,
      allowed: `${file.split('.')[0]}.json, in JSON`,
    }));
}
