import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Json } from '../helpers';
import { LocalCommand, root } from './local-command';
import { ProjectCopy } from './project-copy';
import { restore } from './snapshot';

export const run = promisify(execFile);

/** With it a deploy leaves the platform as it is, which is quicker. */
export const SERVICES = '--services-only';

/** The services of dev on an emulator of their own, and a copy of the project to change them in. */
export class DeployedServices {
  readonly copy: ProjectCopy;
  readonly local: LocalCommand;
  private printed?: Promise<NodeJS.ProcessEnv>;

  /** @param name of its folder in `.local`. */
  constructor(name: string, port: number) {
    this.copy = new ProjectCopy(join(root, '.local', `${name}-project`));
    this.local = new LocalCommand(name, port, this.copy.directory);
  }

  /** As after `npm run local`. */
  start(): Promise<void> {
    return restore(this.local);
  }

  async stop(): Promise<void> {
    await this.local.run(['stop']);
  }

  /** The variables of the printed line. They hold for as long as the emulator runs. */
  variables(): Promise<NodeJS.ProcessEnv> {
    this.printed ??= this.local.variables();
    return this.printed;
  }

  /** What kubectl answers to the user of the printed line. Rejects when it refuses. */
  async kubectl(...args: string[]): Promise<string> {
    const options = { env: await this.variables(), maxBuffer: 2 ** 26 };
    return (await run('kubectl', ['--context', 'dev', ...args], options)).stdout;
  }

  async get(...args: string[]): Promise<Json> {
    return JSON.parse(await this.kubectl('get', ...args, '-o', 'json'));
  }

  async aws(...args: string[]): Promise<Json> {
    const options = { env: await this.variables(), maxBuffer: 2 ** 26 };
    return JSON.parse((await run('aws', ['--profile', 'dev', '--output', 'json', ...args], options)).stdout);
  }

  async terraform(...args: string[]): Promise<string> {
    const cwd = this.local.stackFolder('dev-services');
    const options = { cwd, env: await this.variables(), maxBuffer: 2 ** 27 };
    return (await run('terraform', [...args, '-no-color'], options)).stdout;
  }

  /** The pods of a process that will stay, by name: one that is replaced has another name. */
  async pods(service: string, process: string): Promise<Json[]> {
    const labels = `app.kubernetes.io/name=${service},app.kubernetes.io/component=${process}`;
    const { items } = await this.get('pods', '-A', '-l', labels);
    return items.filter(({ metadata }: Json) => !metadata.deletionTimestamp);
  }

  async names(service: string, process: string): Promise<string[]> {
    return (await this.pods(service, process)).map(({ metadata }) => metadata.name).sort();
  }

  /** The environment of a process's container, by name. */
  async environment(service: string, process: string): Promise<Record<string, Json>> {
    const [pod] = await this.pods(service, process);
    const { env } = pod.spec.containers[0];
    return Object.fromEntries(env.map(({ name, value, valueFrom }: Json) => [name, value ?? valueFrom]));
  }

  /** Throws when it fails. */
  async deploy(...options: readonly string[]): Promise<string> {
    const { code, output } = await this.local.run(['dev', ...options]);
    // A comparison would show the beginning of it alone.
    if (code !== 0) throw new Error(output);
    return output;
  }

  /** Changes the parameters of storefront. */
  storefront(change: (service: Json) => void): void {
    this.copy.parameters('dev', ({ services }) => change(services.storefront));
  }
}
