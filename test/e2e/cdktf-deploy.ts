import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rootKey } from '../../local/emulated-aws/assume-role';
import type { Json } from '../helpers';
import { type Ended, type LocalCommand, project, root } from './local-command';

/** The repository's `cdktf deploy`, or `destroy`, on the emulator. Not through npx, which hides the code of an interrupted command. */
export class CdktfDeploy {
  private readonly child: ChildProcess;
  readonly ended: Promise<Ended>;

  constructor(stacks: readonly string[], env: NodeJS.ProcessEnv, command: 'deploy' | 'destroy' = 'deploy') {
    // A process group of its own, which a Ctrl-C reaches as a whole, as at a terminal.
    this.child = spawn(join(root, 'node_modules', '.bin', 'cdktf'), [command, ...stacks, '--auto-approve'], {
      cwd: root,
      env: { ...env, CI: '1' },
      detached: true,
    });
    let output = '';
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.on('data', (text) => {
        output += text;
      });
    }
    this.ended = new Promise((resolve) => this.child.once('close', (code) => resolve({ code, output })));
  }

  ctrlC(): void {
    process.kill(-this.child.pid!, 'SIGINT');
  }
}

/** A folder of parameter files like the project's, in which those of some environments are changed. */
export function withParameters(
  local: LocalCommand,
  folder: string,
  names: readonly string[],
  change: (parameters: Json) => Json,
): string {
  const directory = join(local.folder, folder);
  rmSync(directory, { recursive: true, force: true });
  cpSync(join(root, 'environments'), directory, { recursive: true });
  for (const name of names) {
    const file = join(directory, `${name}.json`);
    writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')))));
  }
  return directory;
}

/** Parameter files like the project's, in which each environment keeps its logs for so many days. */
export function withRetention(local: LocalCommand, retentionDays: number): string {
  return withParameters(local, `retention-${retentionDays}`, ['dev', 'qa'], ({ logs, ...others }) => ({
    ...others,
    logs: { ...logs, retentionDays },
  }));
}

/** Waits until a request of that kind was sent. */
export async function requested(local: LocalCommand, action: string, since: Date): Promise<void> {
  const log = join(local.folder, 'emulator', 'requests.jsonl');
  const seen = () =>
    readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { action: string; time: string })
      .some((request) => request.action === action && Date.parse(request.time) >= +since);
  while (!seen()) await sleep(200);
}

/** The process of the Terraform by which `CdktfDeploy` applies a stack, and not that of another checkout. */
export function terraformPid(stack: string): number {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      const folder = readlinkSync(`/proc/${pid}/cwd`);
      const own = folder.startsWith(join(root, 'cdktf.out/')) && folder.endsWith(`/${stack}`);
      if (own && /\bterraform$/.test(command[0] ?? '') && command[1] === 'apply') {
        return Number(pid);
      }
    } catch {} // It has ended meanwhile.
  }
  throw new Error(`no Terraform applies ${stack}`);
}

/** Names of the stacks whose state is locked. */
export async function locked(local: LocalCommand): Promise<string[]> {
  const bucket = `${project.name}-state-${project.toolingAccount}`;
  const { port } = JSON.parse(readFileSync(join(local.folder, 'emulator.json'), 'utf8'));
  const response = await fetch(`http://127.0.0.1:${port}/${bucket}?list-type=2`, {
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${rootKey(project.toolingAccount)}/20000101/${project.region}/s3/aws4_request, SignedHeaders=host, Signature=none`,
    },
  });
  if (!response.ok) throw new Error(await response.text());
  return [...(await response.text()).matchAll(/<Key>([^<]+)\.tfstate\.tflock<\/Key>/g)].map(
    ([, name]) => name!,
  );
}
