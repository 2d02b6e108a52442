import { existsSync } from 'node:fs';
import { Failure } from '../../console/failure';
import { scratchFolder, start } from '../../console/start';
import { thingsOf } from '../../declarations/backing';
import { loadProject } from '../../parameters/project';
import { capture } from '../../programs/capture';
import { parseNewArguments, usage } from './arguments';
import { ChangedFiles } from './changed-files';
import { check } from './check';
import { newEnvironment } from './new-environment';
import type { NewFiles, ProjectFiles } from './new-files';
import { newServiceAndThings } from './new-service-and-things';
import { newThing } from './new-thing';
import { projectFiles } from './project-files';

// npm run new: all the files that a new service, backing service or environment takes.

const FORMATTER = 'node_modules/@biomejs/biome/bin/biome';

type Arguments = NonNullable<ReturnType<typeof parseNewArguments>>;

async function main(args: Arguments | undefined): Promise<void> {
  if (!args) return console.log(usage);
  const project = projectFiles();
  for (const one of 'things' in args ? [...args.things, args] : [args]) checkNew(one, project);
  const change = changeOf(args, project);
  check(change, scratchFolder('platform-new'));
  const written = await write(change);
  if (args.json) return console.log(JSON.stringify({ written, next: change.next }, undefined, 2));
  const lines = (head: string, all: readonly string[]) =>
    all.map((line, index) => `${index === 0 ? head : ' '.repeat(head.length)} ${line}`);
  console.log([...lines('wrote', written), ...lines('next ', change.next)].join('\n'));
}

/** @throws Failure about a name that something else has. */
function checkNew(
  { what, name }: Pick<Arguments, 'what' | 'name'>,
  { declared, environments }: ProjectFiles,
): void {
  const taken =
    what === 'environment'
      ? environments.map((one) => [one, 'an environment'] as const)
      : [
          ...Object.keys(declared.services).map((one) => [one, 'a service'] as const),
          ...thingsOf(declared.backing).map((one) => [one.name, `one of the ${one.section}`] as const),
        ];
  const is = new Map(taken).get(name);
  if (is === undefined) return;
  const all = taken.map(([one]) => one).join(', ');
  throw new Failure(`got "${name}", which is ${is} already; allowed: another name than ${all}`);
}

function changeOf(args: Arguments, project: ProjectFiles): NewFiles {
  switch (args.what) {
    case 'service':
      return newServiceAndThings(args, project);
    case 'thing':
      return newThing(args, project);
    case 'environment':
      return newEnvironment(args, project, loadProject('platform.json'));
  }
}

/** @returns the files that are new or different. */
async function write({ files }: NewFiles): Promise<string[]> {
  const written = new ChangedFiles();
  // A child that is interrupted fails, and then everything is put back.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
  try {
    written.write(files);
    if (existsSync(FORMATTER)) {
      await capture(process.execPath, [FORMATTER, 'check', '--write', ...files.keys()]);
    }
    const { code, stdout, stderr } = await capture('npm', ['run', '--silent', 'generate']);
    if (code !== 0) throw new Failure(`npm run generate: ${`${stdout}${stderr}`.trim() || 'it was ended'}`);
    return written.changed();
  } catch (error) {
    written.undo();
    throw error;
  }
}

start((args) => main(parseNewArguments(args)));
