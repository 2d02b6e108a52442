import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { exclusively } from '../machine/exclusive';
import { clusterProgram } from '../machine/kubernetes-build';
import { type Layout, projectRoot } from '../machine/layout';
import type { Tools } from '../machine/tools';
import { isCurrent, makeVenv, program } from '../machine/venv';
import { ensureCompiled } from './compiled';
import { duration } from './display';
import { type LocalContext, waitingFor } from './local-context';
import { settle } from './settle';

/** Makes the programs that all runs share, unless they are there: the emulator, the AWS CLI and the Kubernetes API. */
export async function preparePrograms(context: LocalContext, tools: Tools): Promise<void> {
  const { layout } = context;
  const cluster = clusterProgram(layout.kubernetes);
  await exclusively(layout.programsLock, waitingFor(context), () =>
    settle([prepareVenv(context, tools), ensureCompiled(context, tools, 'Kubernetes API', cluster)]),
  );
  offer(layout, 'aws', program({ directory: layout.venv }, 'aws'));
  // One program, which is kubectl under that name.
  offer(layout, 'kubectl', cluster.output);
}

async function prepareVenv({ layout, display }: LocalContext, { python }: Tools): Promise<void> {
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
