import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { Failure } from '../console/failure';
import { type Captured, capture } from '../programs/capture';
import { terraformEnvironment } from './environment';

/** The versions that the stacks work with. */
export const TERRAFORM_VERSIONS = '>= 1.11, < 2';

export const TERRAFORM_HELP = 'https://developer.hashicorp.com/terraform/install';

/** The program that is run as Terraform: a name on PATH, or a path. */
export function terraformProgram(env: NodeJS.ProcessEnv = process.env): string {
  return env.PLATFORM_TERRAFORM || env.TERRAFORM_BINARY_NAME || 'terraform';
}

/** What the user is told when there is no such program. */
export function noTerraform(program: string): string {
  const instead = program === 'terraform' ? '' : ` (looked for "${program}")`;
  return `Terraform ${TERRAFORM_VERSIONS} is missing${instead}: ${TERRAFORM_HELP}`;
}

/**
 * Looks for Terraform, without starting it.
 * @returns its name on PATH, or where it is.
 * @throws Failure when there is none.
 */
export function findTerraformProgram(env: NodeJS.ProcessEnv = process.env): string {
  const program = terraformProgram(env);
  if (program.includes('/')) {
    if (isExecutable(program)) return resolve(program);
  } else if ((env.PATH ?? '').split(delimiter).some((place) => isExecutable(join(place, program)))) {
    return program;
  }
  throw new Failure(noTerraform(program));
}

/**
 * To call before work that would be in vain without Terraform.
 * @throws Failure when there is none, or when the shell sets what it must not get.
 */
export function checkTerraform(env: NodeJS.ProcessEnv = process.env): void {
  findTerraformProgram(env);
  terraformEnvironment(env);
}

/**
 * Runs Terraform to its end.
 * @throws Failure when there is none.
 */
export async function terraform(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Captured> {
  return capture(findTerraformProgram(env), args, { cwd, env: terraformEnvironment(env) });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
