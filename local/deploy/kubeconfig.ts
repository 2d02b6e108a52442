import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { capture } from '../../programs/capture';
import { Kubectl } from '../../programs/kubectl';
import type { Layout } from '../machine/layout';
import { program } from '../machine/venv';
import type { EnvironmentStacks } from './stacks';

/**
 * Value of `KUBECONFIG`: a file for each environment, so that they can be deployed side by side. kubectl passes over
 * those that are not there, and does not look for another configuration of the user's.
 */
export function kubeconfig(layout: Layout, environments: readonly string[]): string {
  return environments.map((name) => fileOf(layout, name)).join(':');
}

/**
 * Writes the environment's context, with the environment's name. Its credentials are those of Terraform there: a token
 * for the role, fetched at each call.
 * @param env points the AWS CLI to the emulator.
 */
export async function writeContext(
  layout: Layout,
  { name, platform: { cluster, roleArn } }: EnvironmentStacks,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  if (!cluster || !roleArn) return;
  mkdirSync(layout.kubeconfigs, { recursive: true });
  const { code, stdout, stderr } = await capture(
    program({ directory: layout.venv }, 'aws'),
    [
      ...['eks', 'update-kubeconfig', '--name', cluster, '--kubeconfig', fileOf(layout, name)],
      ...['--alias', name, '--user-alias', name, '--role-arn', roleArn, '--assume-role-arn', roleArn],
    ],
    { env },
  );
  if (code !== 0) throw new Failure(`${name}: no context for kubectl:\n${`${stdout}${stderr}`.trim()}`);
}

/** @param env points the AWS CLI to the emulator. */
export function kubectlFor(layout: Layout, environment: string, env: NodeJS.ProcessEnv): Kubectl {
  return new Kubectl(['--kubeconfig', fileOf(layout, environment), '--context', environment], env);
}

export function removeContext(layout: Layout, name: string): void {
  rmSync(fileOf(layout, name), { force: true });
}

function fileOf({ kubeconfigs }: Layout, name: string): string {
  return join(kubeconfigs, `${name}.yaml`);
}
