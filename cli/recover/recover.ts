import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { start } from '../../console/start';
import { loadProject } from '../../parameters/project';
import { Aws } from '../../programs/aws';
import { checkCaller } from '../../programs/caller';
import { checkTerraform } from '../../terraform/program';
import { synthesizeStacks } from '../../terraform/synthesize-stacks';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { planFolder } from '../plan/folder';
import { Planner } from '../plan/terraform';
import { parseRecoverArguments, type RecoverArguments, usage } from './arguments';
import { chosenStacks } from './chosen-stacks';
import { StackRecovery } from './stack-recovery';

// npm run recover: puts right what a run that died has left. docs/runbooks/recover.md

const say = (text: string) => process.stderr.write(`recover: ${text}\n`);

async function main(args: RecoverArguments, folder: string): Promise<number> {
  checkTerraform();
  const project = loadProject('platform.json');
  await checkCaller(project);
  const stacks = chosenStacks(await synthesize(args.name, folder), args.name);
  if (args.take.size > 0 && stacks.length > 1) {
    const names = stacks.map(({ name }) => name).join(', ');
    throw new Failure(`--take is for one stack: name one of ${names}`);
  }
  const planner = new Planner({ cache: providers(folder), args: ['-refresh=false'] });
  const tooling = new Aws(project.region);
  let left = 0;
  for (const stack of stacks) {
    const recovery = new StackRecovery(stack, { ...args, planner, tooling, folder, say });
    const { lines, toDecide } = await recovery.run();
    left += toDecide;
    console.log(lines.map((line) => `${stack.name}: ${line}`).join('\n'));
  }
  console.log(
    `Next: npx cdktf deploy ${stacks.map(({ name }) => name).join(' ')}${args.dryRun ? ', after this without --dry-run' : ''}`,
  );
  return Number(left > 0);
}

/** With the preview that is named, which the app makes on demand. */
function synthesize(name: string, folder: string): Promise<SynthesizedStack[]> {
  const id = name.match(/^preview-(.+?)(-services)?$/)?.[1];
  return synthesizeStacks(join(folder, 'out'), { env: id ? { PREVIEW_ID: id } : {} });
}

function providers(folder: string): string {
  const cache = join(folder, 'providers');
  mkdirSync(cache, { recursive: true });
  return cache;
}

start((args) => {
  const parsed = parseRecoverArguments(args);
  return parsed ? main(parsed, planFolder('recover')) : console.log(usage);
});
