import type { Project } from '../../parameters/project';
import { countResources } from '../../terraform/state';
import { readStacks } from '../../terraform/synthesized-stack';
import { byEnvironment, withAccount } from '../deploy/stacks';
import { rootKey } from '../emulated-aws/assume-role';
import { endpoint, findEmulator, noEmulator, unusedRights } from '../emulated-aws/emulator';
import { findEntrance } from '../emulated-aws/entrance';
import { serversTold } from '../emulated-aws/servers';
import type { Layout } from '../machine/layout';
import { formatAddresses, formatUnusedRights, servers } from './summary';

/** What runs, and what is deployed to it. */
export async function status(layout: Layout, { region, toolingAccount }: Project): Promise<string> {
  const emulator = await findEmulator(layout);
  if (!emulator) return `${noEmulator(layout)} Start: npm run local`;
  const lines = [`emulator  ${endpoint(emulator)}  process ${emulator.pid}  log ${layout.emulatorDirectory}`];
  const entrance = await findEntrance(emulator);
  if (entrance.port !== null) {
    lines.push(`entrance  http://127.0.0.1:${entrance.port}  access log ${entrance.log}`);
  }
  const { environments } = byEnvironment(readStacks(layout.synthesized));
  for (const stack of environments.flatMap(withAccount)) {
    const resources = await countResources(endpoint(emulator), region, rootKey(toolingAccount), stack);
    lines.push(
      `${stack.name}  account ${stack.account}  ${resources > 0 ? `${resources} resources` : 'not deployed'}`,
    );
  }
  lines.push(...servers(await serversTold(emulator)));
  const listedBy = `curl ${endpoint(emulator)}/_emulator/rights`;
  const names = environments.map(({ name }) => name);
  lines.push(...formatAddresses(entrance, names));
  return [...lines, ...formatUnusedRights(await unusedRights(emulator), listedBy)].join('\n');
}
