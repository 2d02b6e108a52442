import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shellWord } from '../../programs/shell-word';
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
  const aws = program({ directory: layout.venv }, 'aws');
  offer(layout, 'aws', (place) => writeFileSync(place, withSqs(aws), { mode: 0o755 }));
  // One program, which is kubectl under that name. It may still have to be built.
  offer(layout, 'kubectl', (place) => symlinkSync(clusterProgram(layout.programs).output, place));
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

/** Puts one program, and nothing that is beside it, where the variables' PATH points: whole at every time. */
function offer({ bin }: Layout, name: string, make: (place: string) => void): void {
  mkdirSync(bin, { recursive: true });
  const made = join(bin, `.${name}-${process.pid}`);
  rmSync(made, { force: true });
  make(made);
  renameSync(made, join(bin, name));
}

/** Version 1 of the AWS CLI asks SQS elsewhere than the variable says. Source: aws/aws-cli, issue 8737. */
function withSqs(aws: string): string {
  return `#!/bin/sh
if [ -n "$AWS_ENDPOINT_URL" ]; then
  case " $* " in *' sqs '*) set -- --endpoint-url "$AWS_ENDPOINT_URL" "$@" ;; esac
fi
exec ${shellWord(aws)} "$@"
`;
}
