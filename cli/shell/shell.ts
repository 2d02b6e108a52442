import { join } from 'node:path';
import { scratchFolder, start } from '../../console/start';
import { access } from '../../programs/cluster-access';
import { Kubectl } from '../../programs/kubectl';
import { thisUser } from '../../programs/this-user';
import { OneOff } from '../admin/one-off';
import type { OneOffArguments } from '../admin/one-off-arguments';
import { stopOnSignal } from '../admin/stop-on-signal';
import { findService, loginOf } from '../find-service';
import { parseShellArguments, usage } from './arguments';

// npm run shell: a job with a terminal, and no login to a pod that serves.

/** The exit code where nothing ran: 1 can be the command's own. */
const WRONG_USE = 2;

const say = (text: string) => process.stderr.write(`shell: ${text}\n`);

async function main(args: OneOffArguments | undefined, folder: string): Promise<number> {
  if (!args) {
    console.log(usage);
    return 0;
  }
  const { environment, service, command, minutes } = args;
  const found = findService(environment, service, WRONG_USE);
  const kubectl = await access(new Kubectl(), loginOf(found), join(folder, 'kubeconfig'));
  const there = kubectl.with('--namespace', found.namespace);
  const terminal = process.stdin.isTTY && process.stdout.isTTY ? 'tty' : 'pipe';
  const wanted = { service: found.kept, command, minutes, caller: thisUser(), terminal } as const;
  const oneOff = await OneOff.start(there, wanted, join(folder, 'job.json'));
  say(`${oneOff.name} in ${found.namespace} of ${environment}: ${command.join(' ')}`);
  say('what it shows stays in the log; Enter where no prompt comes; exit ends it');
  // Whoever closes the terminal wants no more of it.
  stopOnSignal(oneOff, say, ['SIGINT', 'SIGTERM', 'SIGHUP']);
  const code = await oneOff.attach(say);
  say(`ended with ${code}`);
  return code;
}

// A terminal that was closed must not keep the job from being ended.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

start((args) => main(parseShellArguments(args), scratchFolder('platform-shell')));
