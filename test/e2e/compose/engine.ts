import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureBuilt } from '../../../local/machine/ensure-built';
import { exclusively } from '../../../local/machine/exclusive';
import { goProgram } from '../../../local/machine/go-build';
import { layout, projectRoot } from '../../../local/machine/layout';
import { hasDebian } from '../../../local/machine/servers/apt';
import { must } from '../../../programs/must';
import { userCache } from '../../../programs/user-cache';

const PACKAGES = ['docker.io', 'containerd', 'tini'];
/** What it needs of the machine. */
const PROGRAMS = ['runc', 'iptables', 'ip', 'unshare', 'buildah', 'dpkg-deb'];
const SECONDS = 60;

/** Why there is no engine on this machine. Undefined: there is. */
export function whyNoEngine(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'a Docker engine needs Linux and root';
  if (!hasDebian()) return 'Docker comes from packages of Debian, and this machine has none of those';
  const missing = PROGRAMS.filter((name) => !isThere(name));
  return missing.length === 0 ? undefined : `Docker and its images need ${missing.join(', ')}`;
}

function isThere(program: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'];
  return folders.some((folder) => existsSync(join(folder, program)));
}

/**
 * Docker's engine as Debian has it, with Compose as its Go module, in namespaces of their own: what it starts ends with
 * it, and none of its interfaces and rules are the machine's.
 */
export class Engine {
  private child?: ChildProcess;
  /** Of its containers: others' are not touched, and this one goes with it. */
  private readonly group = `compose-test-${process.pid}`;

  private constructor(
    private readonly folder: string,
    private readonly programs: string,
  ) {}

  /** @param folder for its data. */
  static async start(folder: string): Promise<Engine> {
    const [programs, compose] = await Promise.all([fetchDocker(), buildCompose()]);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, 'cli-plugins'), { recursive: true });
    symlinkSync(compose, join(folder, 'cli-plugins', 'docker-compose'));
    const engine = new Engine(folder, programs);
    await engine.run();
    return engine;
  }

  private get environment(): NodeJS.ProcessEnv {
    const path = [
      join(this.programs, 'usr/bin'),
      join(this.programs, 'usr/sbin'),
      process.env.PATH,
      '/usr/sbin',
    ];
    return {
      ...process.env,
      PATH: path.join(':'),
      DOCKER_HOST: `unix://${join(this.folder, 'socket')}`,
      DOCKER_CONFIG: this.folder,
    };
  }

  private async run(): Promise<void> {
    const at = (name: string) => join(this.folder, name);
    const options = [
      ...['--data-root', at('data'), '--exec-root', at('exec'), '--pidfile', at('pid')],
      ...['--host', `unix://${at('socket')}`, '--ip6tables=false'],
      ...['--cgroup-parent', `/${this.group}`],
    ];
    const log = openSync(at('log'), 'w');
    this.child = spawn(
      'unshare',
      [
        ...['--net', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child'],
        ...['sh', '-c', 'ip link set lo up && exec dockerd "$@"', 'sh', ...options],
      ],
      { env: this.environment, stdio: ['ignore', log, log] },
    );
    for (let left = SECONDS; left > 0; left--) {
      if (this.answers()) return;
      await sleep(1000);
    }
    const end = readFileSync(at('log'), 'utf8').split('\n').slice(-15).join('\n');
    throw new Error(`Docker does not answer within ${SECONDS} seconds:\n${end}`);
  }

  private answers(): boolean {
    try {
      this.docker('version');
      return true;
    } catch {
      return false;
    }
  }

  /** @returns what it printed. @throws with that. */
  docker(...args: readonly string[]): string {
    return execFileSync('docker', args, {
      env: this.environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 2 ** 26,
    });
  }

  /** What the kernel keeps of the containers, once their processes are gone. */
  private async removeGroups(): Promise<void> {
    const root = '/sys/fs/cgroup';
    for (const controller of ['', ...readdirSync(root)]) {
      const folder = join(root, controller, this.group);
      if (!existsSync(folder)) continue;
      const inner = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
      for (const { name } of inner) await untilGone(join(folder, name));
      await untilGone(folder);
    }
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (child?.exitCode === null) {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await ended;
    }
    await this.removeGroups();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  }
}

async function untilGone(folder: string): Promise<void> {
  for (let left = 50; left > 0 && existsSync(folder); left--) {
    try {
      rmdirSync(folder);
    } catch {
      await sleep(100);
    }
  }
}

/** The programs of the release that this machine runs, which need nothing but its C library. @returns their folder. */
async function fetchDocker(): Promise<string> {
  const folder = join(userCache(), 'compose-engine');
  await exclusively(
    `${folder}.lock`,
    () => {},
    async () => {
      if (existsSync(folder)) return;
      const scratch = `${folder}.unfinished`;
      rmSync(scratch, { recursive: true, force: true });
      mkdirSync(join(scratch, 'archives'), { recursive: true });
      await must('apt-get', ['download', ...PACKAGES], { cwd: join(scratch, 'archives') });
      const names = execFileSync('ls', [join(scratch, 'archives')], { encoding: 'utf8' })
        .trim()
        .split('\n');
      for (const name of names)
        await must('dpkg-deb', ['--extract', join(scratch, 'archives', name), scratch]);
      rmSync(join(scratch, 'archives'), { recursive: true });
      renameSync(scratch, folder);
    },
  );
  return folder;
}

async function buildCompose(): Promise<string> {
  const compose = 'github.com/docker/compose/v5';
  const version = readFileSync(join(projectRoot, 'local/compose/go.mod'), 'utf8').match(
    new RegExp(`${compose} (v[\\d.]+)`),
  )![1]!;
  const program = goProgram(
    {
      name: 'docker-compose',
      module: join(projectRoot, 'local', 'compose'),
      packages: [`${compose}/cmd`],
      variables: { [`${compose}/internal.Version`]: version },
    },
    layout().programs,
  );
  await ensureBuilt(program);
  return program.output;
}
