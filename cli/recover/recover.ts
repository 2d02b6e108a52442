import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { start } from '../../console/start';
import { loadProject } from '../../parameters/project';
import { Aws } from '../../programs/aws';
import { checkCaller } from '../../programs/caller';
import { PREVIEW_STACKS } from '../../stacks/names';
import { checkTerraform } from '../../terraform/program';
import { synthesizeStacks } from '../../terraform/synthesize-stacks';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { planFolder } from '../plan/folder';
import { Planner } from '../plan/terraform';
import { parseRecoverArguments, type RecoverArguments, usage } from './arguments';
import { chosenStacks } from './chosen-stacks';
import { StackRecovery } from './stack-recovery';
import { takenBy } from './taken-by';

// npm run recover: puts right what a run that died has left. docs/runbooks/recover.md

const BOOTSTRAP = 'bootstrap';
const say = (text: string) => process.stderr.write(`recover: ${text}\n`);

async function main(args: RecoverArguments, folder: string): Promise<number> {
  checkTerraform();
  const project = loadProject('platform.json');
  await checkCaller(project);
  const stacks = chosenStacks(await synthesize(args.name, folder), args.name);
  const taken = takenBy(stacks, args.take);
  const planner = new Planner({ cache: providers(folder), args: ['-refresh=false'] });
  const tooling = new Aws(project.region);
  let left = 0;
  for (const stack of stacks) {
    const recovery = new StackRecovery(stack, {
      ...{ ...args, planner, tooling, folder, say },
      take: taken.get(stack)!,
    });
    const { lines, toDecide } = await recovery.run();
    left += toDecide;
    console.log(lines.map((line) => `${stack.name}: ${line}`).join('\n'));
  }
  console.log(`Next: ${next(stacks)}${args.dryRun ? ', after this without --dry-run' : ''}`);
  return Number(left > 0);
}

/** The command that goes on from here. */
function next(stacks: readonly SynthesizedStack[]): string {
  const [{ name, environment }] = stacks as [SynthesizedStack];
  if (name === BOOTSTRAP) return 'npm run bootstrap';
  const preview = environment.startsWith(PREVIEW_STACKS) && environment.slice(PREVIEW_STACKS.length);
  if (preview) return `npm run preview -- up ${preview}`;
  return `npx cdktf deploy ${stacks.map((stack) => stack.name).join(' ')}`;
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
