import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { roleArn, toolingNames } from '../../constructs/core/role-names';
import { environmentOf, type LocalContext, writeSettings } from '../../local/deploy/local-context';
import { byEnvironment } from '../../local/deploy/stacks';
import { assumeForgeRole, rootKey } from '../../local/emulated-aws/assume-role';
import {
  type Emulator,
  endpoint,
  findEmulator,
  inventory,
  readRecord,
  record,
  startEmulator,
  stopEmulator,
} from '../../local/emulated-aws/emulator';
import { type Layout, layout } from '../../local/machine/layout';
import { loadProject, type Project } from '../../parameters/project';
import { readStacks } from '../../terraform/synthesized-stack';
import { FakePrograms } from '../cli/fake-program';
import { root } from '../e2e/local-command';
import { openContext } from '../e2e/open-context';
import type { ProjectCopy } from '../e2e/project-copy';
import { isOfPreview, OF_PREVIEW, PREVIEW } from './commands';
import { changeParameters, drillProject, ENVIRONMENT, resetParameters } from './drill-project';
import { Faults } from './faults';
import { lines } from './inventory';
import { listObjects } from './objects';
import { Running } from './running';
import { unmountSmallDisk } from './small-disk';

/** What the app is told of a preview. */
const preview = {
  PREVIEW,
  PREVIEW_OWNER: OF_PREVIEW.owner,
  PREVIEW_EXPIRES: OF_PREVIEW.until,
  PREVIEW_ATTEMPT: '0',
};

interface Cluster {
  readonly pid: number;
  readonly kubeconfig: string;
}

/** A project of its own and an emulator of its own: drills in several lanes do not meet. */
export class Lane {
  readonly copy: ProjectCopy;
  /** Where commands leave what they could not put away. */
  readonly output: string;
  readonly layout: Layout;
  readonly project: Project;
  private context?: LocalContext;
  private emulator?: Emulator;
  private keys?: { readonly deployer: NodeJS.ProcessEnv; readonly previewer: NodeJS.ProcessEnv };
  private readonly forge = new FakePrograms();
  private running: Running[] = [];

  constructor(
    readonly name: string,
    private readonly port: number,
  ) {
    const folder = join(root, '.local', 'drills', name);
    mkdirSync(folder, { recursive: true });
    const directory = join(folder, 'project');
    this.output = join(directory, 'cdktf.out');
    unmountSmallDisk(this.output);
    this.copy = drillProject(directory);
    this.layout = layout(folder);
    this.forge.add('gh', [{ to: 'pr view', says: 'OPEN\n' }]);
    this.project = loadProject(join(this.copy.directory, 'platform.json'));
  }

  get directory(): string {
    return this.copy.directory;
  }

  get url(): string {
    return endpoint(this.emulator!);
  }

  get faults(): Faults {
    return new Faults(this.url);
  }

  /**
   * Begins anew, with what a folder holds that `save` wrote.
   * @param start undefined: with nothing, not even the bootstrap.
   */
  async begin(synthesized: string, start?: string): Promise<LocalContext> {
    await this.end();
    for (const folder of [this.output, this.layout.runs, this.layout.synthesized])
      rmSync(folder, { recursive: true, force: true });
    resetParameters(this.copy);
    cpSync(synthesized, this.layout.synthesized, { recursive: true, verbatimSymlinks: true });
    const stacks = byEnvironment(readStacks(this.layout.synthesized));
    this.context = { ...(await openContext(this.layout, stacks)), project: this.project };
    this.emulator = await startEmulator(
      this.layout,
      this.port,
      this.project,
      start && join(start, 'emulator'),
    );
    if (start) {
      const { bootstrapped } = readRecord(join(start, 'emulator.json'))!;
      cpSync(join(start, 'bootstrap.tfstate'), this.layout.bootstrapState);
      record(this.layout, { ...this.emulator, bootstrapped });
    }
    await writeSettings(this.context, this.emulator);
    return this.context;
  }

  /** Ends the emulator of this run, or of one before, and what a drill that took too long has left at work. */
  async end(): Promise<void> {
    for (const running of this.running) if (!running.hasEnded) running.kill();
    this.running = [];
    const running = await findEmulator(this.layout);
    if (running) await stopEmulator(this.layout, running);
    unmountSmallDisk(this.output);
    this.keys = undefined;
  }

  /** Ends the emulator, and removes what only this run needs. */
  async close(): Promise<void> {
    await this.end();
    this.forge.remove();
  }

  /** The parameters of a change. */
  change(): void {
    this.reset();
    changeParameters(this.copy);
  }

  /** The parameters that are deployed first. */
  reset(): void {
    resetParameters(this.copy);
  }

  /** Signs in as the workflows that deploy and that make previews, for an hour. */
  async signIn(): Promise<void> {
    const { deploy, preview } = toolingNames(this.project);
    this.keys = {
      deployer: await this.keysOf(deploy(ENVIRONMENT), ENVIRONMENT),
      previewer: await this.keysOf(preview, 'preview'),
    };
  }

  private async keysOf(name: string, environment: string): Promise<NodeJS.ProcessEnv> {
    const { region, toolingAccount, forge } = this.project;
    const place = { endpoint: this.url, region };
    const role = roleArn(this.project, toolingAccount, name);
    const caller = await assumeForgeRole(place, role, `${forge}:environment:${environment}`);
    return environmentOf(this.context!, { ...this.emulator!, caller });
  }

  /** Begins a command as a user types it. */
  async run(line: string): Promise<Running> {
    if (!this.keys) await this.signIn();
    const { deployer, previewer } = this.keys!;
    const keys = line.startsWith('npm run preview ') || isOfPreview(line) ? previewer : deployer;
    const env = {
      ...keys,
      ...(isOfPreview(line) && preview),
      PATH: `${this.forge.folder}:${keys.PATH}`,
      PLATFORM_LOCAL: this.layout.directory,
      PLATFORM_NODE: 'simulated',
      CI: '1',
    };
    const running = new Running(line, this.directory, env);
    this.running.push(running);
    return running;
  }

  /** Every call that its caller had no right to. */
  async denials(): Promise<string[]> {
    return (await this.ask<{ message: string }[]>('denials')).map(({ message }) => message);
  }

  /** A line for each thing in AWS. */
  async inventory(): Promise<string[]> {
    return lines(await inventory(this.emulator!));
  }

  /** A line for each object of the environment's cluster. Empty without one. */
  async objects(): Promise<string[]> {
    const [cluster] = await this.clusters();
    return cluster ? listObjects(join(this.layout.bin, 'kubectl'), cluster.kubeconfig) : [];
  }

  async clusters(): Promise<Cluster[]> {
    return this.ask<Cluster[]>('clusters');
  }

  /** The stacks whose state is locked. */
  async locked(): Promise<string[]> {
    const { name, toolingAccount, region } = this.project;
    const credential = `Credential=${rootKey(toolingAccount)}/20000101/${region}/s3/aws4_request`;
    const response = await fetch(`${this.url}/${name}-state-${toolingAccount}?list-type=2`, {
      headers: { authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=none` },
    });
    const keys = [...(await response.text()).matchAll(/<Key>([^<]+)\.tfstate\.tflock<\/Key>/g)];
    return keys.map(([, stack]) => stack!);
  }

  /** The processes of the emulator and of its clusters. */
  async processes(): Promise<number[]> {
    return [this.emulator!.pid, ...(await this.clusters()).map(({ pid }) => pid)];
  }

  /** Saves all that there is, for `begin`. */
  async save(folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    await this.ask('snapshot', {
      method: 'POST',
      body: JSON.stringify({ directory: join(folder, 'emulator') }),
    });
    for (const path of [this.layout.bootstrapState, this.layout.emulatorRecord])
      if (existsSync(path)) cpSync(path, join(folder, path.split('/').at(-1)!));
  }

  private async ask<T>(path: string, request?: RequestInit): Promise<T> {
    const response = await fetch(`${this.url}/_emulator/${path}`, request);
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as T;
  }
}
