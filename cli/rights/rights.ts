import { writeFileSync } from 'node:fs';
import { Failure } from '../../console/failure';
import { scratchFolder, start } from '../../console/start';
import { loadEnvironments } from '../../parameters/load';
import { environmentsFolder } from '../../parameters/parameter-file';
import { declared } from '../../services/declared';
import { runApp } from '../../terraform/synthesize-stacks';
import { readStacks } from '../../terraform/synthesized-stack';
import { parseRightsArguments, usage } from './arguments';
import { rightsPage, worldOf } from './page';
import { startsOf } from './starts';

// npm run rights: what each role can reach at most.

async function main(args: readonly string[], folder: string): Promise<void> {
  const parsed = parseRightsArguments(args);
  if (!parsed) return console.log(usage);
  const { role, write } = parsed;
  const hosts = loadEnvironments(environmentsFolder(), declared).some(
    ({ parameters }) => parameters.hostsPreviews,
  );
  await runApp(folder, { env: hosts ? { PREVIEW: EXAMPLE } : {} });
  const world = await worldOf(readStacks(folder));
  const text = rightsPage(world, role);
  if (text === undefined) {
    const names = startsOf(world).map(({ name }) => name);
    throw new Failure(`got "${role}"; allowed: a part of one of these names:\n  ${names.join('\n  ')}`);
  }
  if (write === undefined) console.log(text);
  else writeFileSync(write, text);
}

/** Stands for all previews. */
const EXAMPLE = 'pr-1';

start((args) => main(args, scratchFolder('platform-rights')));
