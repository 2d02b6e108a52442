import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadProject, type Project } from '../environments/project';
import { assumeRole } from './assume-role';
import { awsConfig, awsCredentials, writeAwsFiles } from './aws-config';
import { converge } from './converge';
import { type Display, duration } from './display';
import { type Emulator, endpoint, findEmulator, record, startEmulator, stopEmulator } from './emulator';
import { exclusively } from './exclusive';
import type { Interrupt } from './interrupt';
import { type Layout, projectRoot } from './layout';
import { cliConfig, findMirrors, mirrorPlaces } from './mirror';
import type { Progress } from './progress';
import type { Stack, Stacks } from './stacks';
import { Terraform } from './terraform';
import type { Tools } from './tools';
import { childEnvironment, variables } from './variables';
import { isCurrent, makeVenv, program } from './venv';

/** What every command that runs Terraform needs. */
export interface Workshop {
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

/** What environments are deployed to. */
export interface Ground {
  readonly emulator: Emulator;
  /** Settles when all of the bootstrap is there, and not only what environments need of it. */
  readonly bootstrapped: Promise<void>;
}

/** Makes ready what the environments share, unless it is: Python, the emulator, the bootstrap stack. */
export function prepare(shop: Workshop, tools: Tools, port: number): Promise<Ground> {
  const { layout, display } = shop;
  const waiting = (pid: number) => display.note(`Waiting for another run of this command, process ${pid}`);
  return exclusively(layout.lock, waiting, async () => {
    await prepareVenv(shop, tools);
    const emulator = await prepareEmulator(shop, port);
    await writeSettings(shop, emulator);
    const bootstrap = prepareBootstrap(shop, emulator);
    // Whoever waits for all of it gets the error.
    bootstrap.finished.catch(() => {});
    await bootstrap.usable;
    return { emulator, bootstrapped: bootstrap.finished };
  });
}

/** Terraform, bound to the emulator. */
export function terraformFor({ layout, project, interrupt }: Workshop, emulator: Emulator): Terraform {
  const own = variables(layout, emulator, project.region);
  return new Terraform(childEnvironment(process.env, own), layout.runs, interrupt);
}

/** Writes the files that the variables of the environment name. */
export async function writeSettings(
  { layout, project, stacks }: Workshop,
  emulator: Emulator,
): Promise<void> {
  const url = endpoint(emulator);
  const keys = stacks.environments
    .filter(({ roleArn }) => roleArn)
    .map(async ({ name, roleArn }) => [name, await assumeRole(url, project.region, roleArn!)] as const);
  const names = stacks.environments.map(({ name }) => name);
  const credentials = awsCredentials({
    ...(emulator.caller && { default: emulator.caller }),
    ...Object.fromEntries(await Promise.all(keys)),
  });
  writeAwsFiles(layout, awsConfig(url, project.region, names), credentials);
  mkdirSync(layout.pluginCache, { recursive: true });
  const providers = [stacks.bootstrap, ...stacks.environments].flatMap((stack) => stack.providers);
  const distinct = [...new Map(providers.map((provider) => [JSON.stringify(provider), provider])).values()];
  writeFileSync(layout.terraformConfig, cliConfig(findMirrors(mirrorPlaces(), distinct)));
}

async function prepareVenv({ layout, display }: Workshop, { python }: Tools): Promise<void> {
  const requirements = join(projectRoot, 'local', 'emulator', 'requirements.txt');
  const venv = { directory: layout.venv, requirements };
  if (isCurrent(venv, python)) return;
  const since = Date.now();
  display.set('python', { step: 'installing the emulator and the AWS CLI', since });
  await makeVenv(venv, python);
  offerAws(layout, program(venv, 'aws'));
  display.set('python', undefined);
  display.note(`Installed the emulator and the AWS CLI in ${duration(Date.now() - since)}`);
}

/** Puts the AWS CLI, and no second Python, where the variables' PATH points. */
function offerAws({ bin }: Layout, aws: string): void {
  mkdirSync(bin, { recursive: true });
  const link = join(bin, 'aws');
  rmSync(link, { force: true });
  symlinkSync(aws, link);
}

async function prepareEmulator({ layout, project, display }: Workshop, port: number): Promise<Emulator> {
  const running = await findEmulator(layout);
  // One that is not ready was left by a run that was broken off while it started.
  if (running && !running.caller) await stopEmulator(layout, running);
  else if (running) {
    display.note(`The emulated AWS runs at ${endpoint(running)}`);
    return running;
  }
  display.set('emulator', { step: 'starting', since: Date.now() });
  const emulator = await startEmulator(layout, port, project);
  display.set('emulator', undefined);
  const instead = emulator.port === port ? '' : ` (port ${port} is taken)`;
  display.note(`Started the emulated AWS at ${endpoint(emulator)}${instead}`);
  return emulator;
}

function prepareBootstrap(shop: Workshop, emulator: Emulator) {
  const { bootstrap } = shop.stacks;
  const bootstrapped = digest(bootstrap);
  if (emulator.bootstrapped === bootstrapped)
    return { usable: Promise.resolve(), finished: Promise.resolve() };
  let finished = Promise.resolve();
  const usable = new Promise<void>((resolve, reject) => {
    finished = converge(terraformFor(shop, emulator), bootstrap, shop, {
      initArgs: [`-backend-config=path=${shop.layout.bootstrapState}`],
      follow: (progress) => isUsable(progress) && resolve(),
    }).then(() => record(shop.layout, { ...emulator, bootstrapped }));
    finished.then(resolve, reject);
  });
  return { usable, finished };
}

/** Nothing depends on a bucket's lifecycle rules, and the provider waits 55 s for them. */
function isUsable({ planned, done, running }: Progress): boolean {
  if (planned === undefined) return false;
  const left = Object.keys(running);
  return (
    planned - done === left.length && left.every((address) => address.startsWith('aws_s3_bucket_lifecycle_'))
  );
}

function digest({ directory }: Stack): string {
  return createHash('sha256')
    .update(readFileSync(join(directory, 'cdk.tf.json')))
    .digest('hex');
}
