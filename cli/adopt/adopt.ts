import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { start } from '../../console/start';
import { suggest } from '../../problems/suggest';
import { checkTerraform } from '../../terraform/program';
import { synthesizeStacks } from '../../terraform/synthesize-stacks';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { chooseStacks } from '../plan/choose-stacks';
import { planFolder } from '../plan/folder';
import { Planner } from '../plan/terraform';
import { type AdoptArguments, parseAdoptArguments, usage } from './arguments';

// npm run adopt: takes over what is there already and is not in the state.

async function main({ stack: name, address, id }: AdoptArguments, folder: string): Promise<void> {
  checkTerraform();
  const [stack, ...more] = chooseStacks(await synthesizeStacks(join(folder, 'out')), [name]);
  if (!stack || more.length > 0) throw new Failure(`stack: got "${name}"; allowed: the name of one stack`);
  checkAddress(stack, address);
  const cache = join(folder, 'providers');
  mkdirSync(cache, { recursive: true });
  const refused = await new Planner({ cache }).adopt(stack, address, id);
  if (refused) throw new Failure(refused.why);
  console.log(`${address} is in the state of ${name}. Next: npx cdktf deploy ${name}`);
}

/** @throws Failure when the stack has no such resource. */
function checkAddress({ name, document }: SynthesizedStack, address: string): void {
  const addresses = Object.entries(document.resource ?? {}).flatMap(([type, byId]) =>
    Object.keys(byId).map((id) => `${type}.${id}`),
  );
  if (addresses.includes(address)) return;
  throw new Failure(`${name} has no resource ${address}${suggest(address, addresses)}`);
}

start((args) => {
  const parsed = parseAdoptArguments(args);
  return parsed ? main(parsed, planFolder('adopt')) : console.log(usage);
});
