import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
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
import type { Adopted } from './adopter';
import { parseRecoverArguments, type RecoverArguments, usage } from './arguments';
import { chosenStacks } from './chosen-stacks';
import type { Surroundings } from './find/surroundings';
import { type Recovered, StackRecovery } from './stack-recovery';
import { takenBy } from './taken-by';
import { UndeclaredRecovery } from './undeclared/undeclared-recovery';
import { unfinished } from './unfinished';

// npm run recover: puts right what a run that died has left. docs/runbooks/recover.md

const BOOTSTRAP = 'bootstrap';
const say = (text: string) => process.stderr.write(`recover: ${text}\n`);

async function main(args: RecoverArguments, folder: string): Promise<number> {
  checkTerraform();
  const project = loadProject('platform.json');
  await checkCaller(project);
  const stacks = chosenStacks(await synthesize(args.name, folder), args.name);
  const taken = takenBy(stacks, args.take);
  const [first] = stacks as [SynthesizedStack];
  refuseForeignArn(first, args.remove);
  const planner = new Planner({ cache: providers(folder), args: ['-refresh=false'] });
  const tooling = new Aws(project.region);
  const adopted = new Map<SynthesizedStack, Adopted>();
  let inside: Surroundings | undefined;
  let left = 0;
  for (const stack of stacks) {
    const beneath = [...adopted].filter(([{ name }]) => stack.dependencies.includes(name));
    const recovery = new StackRecovery(stack, {
      ...{ ...args, planner, tooling, folder, say },
      take: taken.get(stack)!,
      waitsFor: beneath.find(([, { isUnread }]) => isUnread)?.[0].name,
      unfinished: () => unfinished(beneath, new Planner({ cache: providers(folder) })),
    });
    const recovered = await recovery.run();
    if (recovered.adopted) adopted.set(stack, recovered.adopted);
    inside ??= recovered.inside;
    left += tell(stack, recovered);
  }
  // Only where all stacks were looked at: what one of them has lost is not left over.
  if (inside && first.buildsOn.length === 0 && first.tags.environment !== '') {
    const rest = new UndeclaredRecovery({ stacks, tooling, inside, adopted }, args);
    left += tell(first, await rest.run());
  }
  console.log(`Next: ${next(stacks)}${args.dryRun ? ', after this without --dry-run' : ''}`);
  return Number(left > 0);
}

/** What carries an environment's tags may be of any of its stacks. */
function refuseForeignArn(
  { name, buildsOn, environment }: SynthesizedStack,
  remove: ReadonlySet<string>,
): void {
  const arn = [...remove].find((id) => id.startsWith('arn:'));
  if (arn === undefined || buildsOn.length === 0) return;
  throw new Failure(
    `--delete ${arn}: got ${name}; allowed: the whole environment: npm run recover -- ${environment} --delete ${arn}`,
  );
}

/** @returns how many things somebody has to decide. */
function tell({ name }: SynthesizedStack, { lines, toDecide }: Recovered): number {
  for (const line of lines) console.log(`${name}: ${line}`);
  return toDecide;
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
