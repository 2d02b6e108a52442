import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { roleArn, toolingNames } from '../../constructs/core/role-names';
import { loadProject, type Project } from '../../parameters/project';
import type { Provider, SynthesizedStack } from '../../terraform/synthesized-stack';
import { assumeForgeRole, assumeRole } from '../emulated-aws/assume-role';
import { awsConfig, awsCredentials, writeAwsFiles } from '../emulated-aws/aws-config';
import { type Emulator, endpoint } from '../emulated-aws/emulator';
import { childEnvironment, variables } from '../emulated-aws/variables';
import { providerMirror } from '../machine/kubernetes-build';
import { type Layout, projectRoot } from '../machine/layout';
import { cliConfig, findMirrors, linkForOpenTofu, mirrorPlaces } from '../machine/mirror';
import type { Display } from './display';
import type { Interrupt } from './interrupt';
import { allStacks, isOfAccount, type Stacks } from './stacks';
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
export function waitingFor({ display }: Pick<LocalContext, 'display'>): (pid: number) => void {
  return (pid) => display.note(`Waiting for another run of this command, process ${pid}`);
}

/** Terraform, bound to the emulator, with the keys of its caller: an administrator, unless another is given. */
export function terraformFor(context: LocalContext, emulator: Emulator): Terraform {
  return new Terraform(environmentOf(context, emulator), context.layout, context.interrupt);
}

/** Terraform as whoever deploys that stack in AWS: a workflow, or for the stack of an account an administrator. */
export async function deployerOf(
  context: LocalContext,
  emulator: Emulator,
  stack: SynthesizedStack,
): Promise<Terraform> {
  if (isOfAccount(stack)) return terraformFor(context, emulator);
  const { toolingAccount, forge, region } = context.project;
  const role = roleArn(
    context.project,
    toolingAccount,
    toolingNames(context.project).deploy(stack.environment),
  );
  const place = { endpoint: endpoint(emulator), region };
  const caller = await assumeForgeRole(place, role, `${forge}:environment:${stack.environment}`);
  return terraformFor(context, { ...emulator, caller });
}

/** The environment of a program that may reach the emulator only. */
export function environmentOf({ layout, project }: LocalContext, emulator: Emulator): NodeJS.ProcessEnv {
  return childEnvironment(process.env, variables(layout, emulator, project.region));
}

/**
 * Writes the files that the variables of the environment name. An environment has a profile as soon as the role is
 * there that deploys it.
 */
export async function writeSettings(context: LocalContext, emulator: Emulator): Promise<void> {
  const { layout, project, stacks } = context;
  const url = endpoint(emulator);
  const place = { endpoint: url, region: project.region };
  const keys = await Promise.all(
    stacks.environments.map(async ({ name, platform }) => ({
      name,
      keys: platform.roleArn && (await assumeRole(place, emulator.caller!, platform.roleArn)),
    })),
  );
  const names = stacks.environments.map(({ name }) => name);
  const credentials = awsCredentials({
    ...(emulator.caller && { default: emulator.caller }),
    ...Object.fromEntries(keys.flatMap(({ name, keys }) => (keys ? [[name, keys]] : []))),
  });
  writeAwsFiles(layout, awsConfig(url, project.region, names), credentials);
  writeTerraformConfig(context);
}

/** Names the mirrors that there are by now. */
export function writeTerraformConfig({ layout, stacks }: LocalContext): void {
  mkdirSync(layout.pluginCache, { recursive: true });
  const places = [...mirrorPlaces(), providerMirror(layout.programs)];
  const mirrors = findMirrors(places, providersOf(stacks));
  linkForOpenTofu(layout.openTofuMirror, mirrors);
  writeFileSync(layout.terraformConfig, cliConfig(mirrors, layout.openTofuMirror));
}

/** The providers of all stacks, each once. */
export function providersOf(stacks: Stacks): Provider[] {
  const providers = allStacks(stacks).flatMap((stack) => stack.providers);
  return [...new Map(providers.map((provider) => [JSON.stringify(provider), provider])).values()];
}
