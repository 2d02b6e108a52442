import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadProject, type Project } from '../../parameters/project';
import type { Provider } from '../../terraform/synthesized-stack';
import { assumeRole } from '../emulated-aws/assume-role';
import { awsConfig, awsCredentials, writeAwsFiles } from '../emulated-aws/aws-config';
import { type Emulator, endpoint } from '../emulated-aws/emulator';
import { childEnvironment, variables } from '../emulated-aws/variables';
import { providerMirror } from '../machine/kubernetes-build';
import { type Layout, projectRoot } from '../machine/layout';
import { cliConfig, findMirrors, linkForOpenTofu, mirrorPlaces } from '../machine/mirror';
import type { Display } from './display';
import type { Interrupt } from './interrupt';
import { allStacks, type Stacks } from './stacks';
import { Terraform } from './terraform';

/** What every command that runs Terraform needs. */
export interface LocalContext {
  readonly layout: Layout;
  readonly project: Project;
  readonly stacks: Stacks;
  readonly display: Display;
  readonly interrupt: Interrupt;
}

/** Loads `platform.json`. */
export function project(): Project {
  return loadProject(join(projectRoot, 'platform.json'));
}

/** Tells whom an exclusive work waits for. */
export function waitingFor({ display }: LocalContext): (pid: number) => void {
  return (pid) => display.note(`Waiting for another run of this command, process ${pid}`);
}

/** Terraform, bound to the emulator. */
export function terraformFor(context: LocalContext, emulator: Emulator): Terraform {
  return new Terraform(environmentOf(context, emulator), context.layout, context.interrupt);
}

/** The environment of a program that may reach the emulator only. */
export function environmentOf({ layout, project }: LocalContext, emulator: Emulator): NodeJS.ProcessEnv {
  return childEnvironment(process.env, variables(layout, emulator, project.region));
}

/** Writes the files that the variables of the environment name. */
export async function writeSettings(context: LocalContext, emulator: Emulator): Promise<void> {
  const { layout, project, stacks } = context;
  const url = endpoint(emulator);
  const keys = stacks.environments
    .filter(({ platform }) => platform.roleArn)
    .map(
      async ({ name, platform }) => [name, await assumeRole(url, project.region, platform.roleArn!)] as const,
    );
  const names = stacks.environments.map(({ name }) => name);
  const credentials = awsCredentials({
    ...(emulator.caller && { default: emulator.caller }),
    ...Object.fromEntries(await Promise.all(keys)),
  });
  writeAwsFiles(layout, awsConfig(url, project.region, names), credentials);
  writeTerraformConfig(context);
}

/** Names the mirrors that there are by now. */
export function writeTerraformConfig({ layout, stacks }: LocalContext): void {
  mkdirSync(layout.pluginCache, { recursive: true });
  const places = [...mirrorPlaces(), providerMirror(layout.kubernetes)];
  const mirrors = findMirrors(places, providersOf(stacks));
  linkForOpenTofu(layout.openTofuMirror, mirrors);
  writeFileSync(layout.terraformConfig, cliConfig(mirrors, layout.openTofuMirror));
}

/** The providers of all stacks, each once. */
export function providersOf(stacks: Stacks): Provider[] {
  const providers = allStacks(stacks).flatMap((stack) => stack.providers);
  return [...new Map(providers.map((provider) => [JSON.stringify(provider), provider])).values()];
}
