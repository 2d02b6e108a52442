import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ensureCompiled } from './compiled';
import { duration } from './display';
import { exclusively } from './exclusive';
import { clusterProgram } from './kubernetes-build';
import { type Layout, projectRoot } from './layout';
import { settle } from './settle';
import type { Tools } from './tools';
import { isCurrent, makeVenv, program } from './venv';
import { type Workshop, waitingFor } from './workshop';

/** Makes the programs that all runs share, unless they are there: the emulator, the AWS CLI and the Kubernetes API. */
export async function preparePrograms(shop: Workshop, tools: Tools): Promise<void> {
  const { layout } = shop;
  const cluster = clusterProgram(layout.kubernetes);
  await exclusively(layout.programsLock, waitingFor(shop), () =>
    settle([prepareVenv(shop, tools), ensureCompiled(shop, tools, 'Kubernetes API', cluster)]),
  );
  offer(layout, 'aws', program({ directory: layout.venv }, 'aws'));
  // One program, which is kubectl under that name.
  offer(layout, 'kubectl', cluster.output);
}

async function prepareVenv({ layout, display }: Workshop, { python }: Tools): Promise<void> {
  const requirements = join(projectRoot, 'local', 'emulator', 'requirements.txt');
  const venv = { directory: layout.venv, requirements };
  if (isCurrent(venv, python)) return;
  const since = Date.now();
  display.set('python', { step: 'installing the emulator and the AWS CLI', since });
  await makeVenv(venv, python);
  display.set('python', undefined);
  display.note(`Installed the emulator and the AWS CLI in ${duration(Date.now() - since)}`);
}

/** Puts one program, and nothing that is beside it, where the variables' PATH points. */
function offer({ bin }: Layout, name: string, path: string): void {
  mkdirSync(bin, { recursive: true });
  const link = join(bin, name);
  rmSync(link, { force: true });
  symlinkSync(path, link);
}
