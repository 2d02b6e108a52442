import { spawn } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootKey } from '../../local/emulated-aws/assume-role';
import type { Json } from '../helpers';
import { type Ended, type LocalCommand, project, root } from './local-command';

/** The repository's `cdktf deploy`, or `destroy`, on the emulator. Not through npx, which hides the code of an interrupted command. */
export class CdktfDeploy {
  readonly ended: Promise<Ended>;

  constructor(stacks: readonly string[], env: NodeJS.ProcessEnv, command: 'deploy' | 'destroy' = 'deploy') {
    const child = spawn(join(root, 'node_modules', '.bin', 'cdktf'), [command, ...stacks, '--auto-approve'], {
      cwd: root,
      env: { ...env, CI: '1' },
    });
    let output = '';
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on('data', (text) => {
        output += text;
      });
    }
    this.ended = new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
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
