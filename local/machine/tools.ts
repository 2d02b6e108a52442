import { Failure } from '../../console/failure';
import { capture } from '../../programs/capture';
import { terraformEnvironment } from '../../terraform/environment';
import { noTerraform, TERRAFORM_HELP, TERRAFORM_VERSIONS, terraformProgram } from '../../terraform/program';
import { fits } from './version';

export interface Tool {
  readonly command: string;
  readonly version: string;
}

export interface Tools {
  readonly terraform: Tool;
  readonly python: Tool;
}

/** Newest last in the name, first in use: the first that fits is taken. */
const PYTHONS = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

const PYTHON_HELP = 'https://www.python.org/downloads/ (Debian, Ubuntu: apt install python3-venv)';

/**
 * What has to be on the machine already.
 * @throws Failure with a line for each tool that is missing.
 */
export async function findTools(env: NodeJS.ProcessEnv = process.env): Promise<Tools> {
  const [terraform, python] = await Promise.all([findTerraform(env), findPython(env)]);
  if (typeof terraform !== 'string' && typeof python !== 'string') return { terraform, python };
  throw new Failure([terraform, python].filter((found) => typeof found === 'string').join('\n'));
}

/** @returns the tool, or what the user is told. */
export async function findTerraform(env: NodeJS.ProcessEnv): Promise<Tool | string> {
  const command = terraformProgram(env);
  const { code, stdout } = await capture(command, ['version', '-json'], {
    env: terraformEnvironment(env),
  });
  if (code !== 0) return noTerraform('terraform');
  // OpenTofu prints warnings before it.
  const json = stdout.slice(stdout.indexOf('{'));
  const version = (JSON.parse(json) as { terraform_version: string }).terraform_version;
  if (fits(version, TERRAFORM_VERSIONS)) return { command, version };
  return `Terraform is ${version}, and ${TERRAFORM_VERSIONS} is needed: ${TERRAFORM_HELP}`;
}

/** @throws Failure with what the user is told. */
export async function ensurePython(env: NodeJS.ProcessEnv = process.env): Promise<Tool> {
  const found = await findPython(env);
  if (typeof found === 'string') throw new Failure(found);
  return found;
}

/** @returns the tool, or what the user is told. */
export async function findPython(env: NodeJS.ProcessEnv): Promise<Tool | string> {
  const found: string[] = [];
  for (const command of PYTHONS) {
    // Debian takes ensurepip out of its Python; without it a virtual environment has no pip.
    const code = 'import platform; print(platform.python_version(), flush=True); import ensurepip, venv';
    const run = await capture(command, ['-c', code], { env });
    const version = run.stdout.trim();
    const isNew = fits(version, '>= 3.10');
    if (run.code === 0 && isNew) return { command, version };
    if (version) found.push(isNew ? `${version} without venv` : version);
  }
  const instead = found.length > 0 ? ` (found ${[...new Set(found)].join(', ')})` : '';
  return `Python >= 3.10 with venv is missing${instead}: ${PYTHON_HELP}`;
}
