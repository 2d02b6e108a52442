import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { exclusively } from '../machine/exclusive';
import { clusterProgram } from '../machine/kubernetes-build';
import { type Layout, projectRoot } from '../machine/layout';
import type { Tools } from '../machine/tools';
import { isCurrent, makeVenv, program } from '../machine/venv';
import { duration } from './display';
import { type LocalContext, waitingFor } from './local-context';

/** Installs the emulator and the AWS CLI, unless they are there, and offers them and kubectl to the user's shell. */
export async function preparePrograms(context: LocalContext, tools: Tools): Promise<void> {
  const { layout } = context;
  await exclusively(layout.programsLock, waitingFor(context), () => prepareVenv(context, tools));
  offer(layout, 'aws', program({ directory: layout.venv }, 'aws'));
  // One program, which is kubectl under that name. It may still have to be built.
  offer(layout, 'kubectl', clusterProgram(layout.programs).output);
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
