import { join } from 'node:path';
import { scratchFolder, start } from '../../console/start';
import { access } from '../../programs/cluster-access';
import { Kubectl } from '../../programs/kubectl';
import { thisUser } from '../../programs/this-user';
import { findService, loginOf } from '../find-service';
import { parseAdminArguments, usage } from './arguments';
import { OneOff } from './one-off';
import type { OneOffArguments } from './one-off-arguments';
import { stopOnSignal } from './stop-on-signal';

// npm run admin: a one-off command of a service, without a login anywhere.

/** The exit code where nothing ran: 1 can be the command's own. */
const WRONG_USE = 2;

const say = (text: string) => process.stderr.write(`admin: ${text}\n`);

async function main(args: OneOffArguments | undefined, folder: string): Promise<number> {
  if (!args) {
    console.log(usage);
    return 0;
  }
  const { environment, service, command, minutes } = args;
  const found = findService(environment, service, WRONG_USE);
  const { kept, namespace } = found;
  const kubectl = await access(new Kubectl(), loginOf(found), join(folder, 'kubeconfig'));
  const there = kubectl.with('--namespace', namespace);
  const caller = thisUser();
  const oneOff = await OneOff.start(
    there,
    { service: kept, command, minutes, caller },
    join(folder, 'job.json'),
  );
  say(`${oneOff.name} in ${namespace} of ${environment}: ${command.join(' ')}`);
  stopOnSignal(oneOff, say);
  const code = await oneOff.follow(say);
  say(`ended with ${code}`);
  return code;
}

start((args) => main(parseAdminArguments(args), scratchFolder('platform-admin')));
