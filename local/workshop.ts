import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadProject, type Project } from '../environments/project';
import { awsConfig, writeAwsConfig } from './aws-config';
import { converge } from './converge';
import { type Display, duration } from './display';
import { type Emulator, endpoint, findEmulator, record, startEmulator } from './emulator';
import { exclusively } from './exclusive';
import type { Interrupt } from './interrupt';
import { type Layout, projectRoot } from './layout';
import { cliConfig, findMirrors, mirrorPlaces } from './mirror';
import type { Progress } from './progress';
import type { Stack, Stacks } from './stacks';
import { Terraform } from './terraform';
import type { Tools } from './tools';
import { childEnvironment, variables } from './variables';
import { isCurrent, makeVenv } from './venv';

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
    writeSettings(shop, emulator);
    const bootstrap = prepareBootstrap(shop, emulator);
    // Whoever waits for all of it gets the error.
    bootstrap.finished.catch(() => {});
    await bootstrap.usable;
    return { emulator, bootstrapped: bootstrap.finished };
  });
}

/** Terraform, bound to the emulator. */
export function terraformFor({ layout, project, interrupt }: Workshop, emulator: Emulator): Terraform {
  const own = variables(layout, endpoint(emulator), project.region);
  return new Terraform(childEnvironment(process.env, own), layout.runs, interrupt);
}

/** Writes the files that the variables of the environment name. */
export function writeSettings({ layout, project, stacks }: Workshop, emulator: Emulator): void {
  writeAwsConfig(layout, awsConfig(endpoint(emulator), project.region, stacks.environments));
  mkdirSync(layout.pluginCache, { recursive: true });
  const providers = [stacks.bootstrap, ...stacks.environments].flatMap((stack) => stack.providers);
  const distinct = [...new Map(providers.map((provider) => [JSON.stringify(provider), provider])).values()];
  writeFileSync(layout.terraformConfig, cliConfig(findMirrors(mirrorPlaces(), distinct)));
}

async function prepareVenv({ layout, display }: Workshop, { python }: Tools): Promise<void> {
  if (isCurrent(layout, python)) return;
  const since = Date.now();
  display.set('python', { step: 'installing the emulator and the AWS CLI', since });
  await makeVenv(layout, python);
  display.set('python', undefined);
  display.note(`Installed the emulator and the AWS CLI in ${duration(Date.now() - since)}`);
}

async function prepareEmulator({ layout, project, display }: Workshop, port: number): Promise<Emulator> {
  const running = await findEmulator(layout);
  if (running) {
    display.note(`The emulated AWS runs at ${endpoint(running)}`);
    return running;
  }
  display.set('emulator', { step: 'starting', since: Date.now() });
  const emulator = await startEmulator(layout, port, project.toolingAccount);
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
