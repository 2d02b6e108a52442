import type { Project } from '../../parameters/project';
import { countResources } from '../../terraform/state';
import { readStacks } from '../../terraform/synthesized-stack';
import { byEnvironment, withAccount } from '../deploy/stacks';
import { rootKey } from '../emulated-aws/assume-role';
import { endpoint, findEmulator, noEmulator, unusedRights } from '../emulated-aws/emulator';
import type { Layout } from '../machine/layout';
import { formatUnusedRights } from './summary';

/** What runs, and what is deployed to it. */
export async function status(layout: Layout, { region, toolingAccount }: Project): Promise<string> {
  const emulator = await findEmulator(layout);
  if (!emulator) return `${noEmulator(layout)} Start: npm run local`;
  const lines = [`emulator  ${endpoint(emulator)}  process ${emulator.pid}  log ${layout.emulatorDirectory}`];
  const { environments } = byEnvironment(readStacks(layout.synthesized));
  for (const stack of environments.flatMap(withAccount)) {
    const resources = await countResources(endpoint(emulator), region, rootKey(toolingAccount), stack);
    lines.push(
      `${stack.name}  account ${stack.account}  ${resources > 0 ? `${resources} resources` : 'not deployed'}`,
    );
  }
  const listedBy = `curl ${endpoint(emulator)}/_emulator/rights`;
  return [...lines, ...formatUnusedRights(await unusedRights(emulator), listedBy)].join('\n');
}
