import { join } from 'node:path';
import { scratchFolder, start } from '../../console/start';
import { namingOf, resourceName } from '../../constructs/core/naming';
import { roleArn } from '../../constructs/core/role-names';
import { namespaceOf } from '../../constructs/services/runtime/runtime';
import type { Services } from '../../declarations/service';
import { loadEnvironments } from '../../parameters/load';
import { environmentsFolder } from '../../parameters/parameter-file';
import { loadProject } from '../../parameters/project';
import { access } from '../../programs/cluster-access';
import { Kubectl } from '../../programs/kubectl';
import { thisUser } from '../../programs/this-user';
import { declared } from '../../services/declared';
import { findNamed } from '../find-named';
import { type AdminArguments, parseAdminArguments, usage } from './arguments';
import { OneOff } from './one-off';

// npm run admin: a one-off command of a service, without a login anywhere.

/** The exit code where nothing ran: 1 can be the command's own. */
const WRONG_USE = 2;

const say = (text: string) => process.stderr.write(`admin: ${text}\n`);

async function main(args: AdminArguments | undefined, folder: string): Promise<number> {
  if (!args) {
    console.log(usage);
    return 0;
  }
  const { environment, service, command, minutes } = args;
  const { namespace, ...cluster } = find(environment, service);
  const kubectl = await access(new Kubectl(), cluster, join(folder, 'kubeconfig'));
  const there = kubectl.with('--namespace', namespace);
  const caller = thisUser();
  const oneOff = await OneOff.start(there, { service, command, minutes, caller }, join(folder, 'job.json'));
  say(`${oneOff.name} in ${namespace} of ${environment}: ${command.join(' ')}`);
  stopOnSignal(oneOff);
  const code = await oneOff.follow(say);
  say(`ended with ${code}`);
  return code;
}

/** Where the service runs, by the parameter files. */
function find(name: string, service: string) {
  const project = loadProject('platform.json');
  const environments = loadEnvironments(environmentsFolder(), declared).map(
    (one) => [one.name, one] as const,
  );
  const environment = findNamed('environment', name, new Map(environments), WRONG_USE);
  const services: Services = declared.services;
  const declaration = findNamed('service', service, new Map(Object.entries(services)), WRONG_USE);
  const { account } = environment.parameters;
  const cluster = resourceName(namingOf(project, environment), 'cluster');
  return {
    environment: name,
    cluster,
    region: project.region,
    roleArn: roleArn(project, account, project.deployRole),
    namespace: namespaceOf({}, declaration.group),
  };
}

/** Once: the command is to end. Twice: it may go on, but nobody waits for it. */
function stopOnSignal(oneOff: OneOff): void {
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (asked) process.exit(130);
      asked = true;
      say(`ending ${oneOff.name}. Once more: leave it to itself.`);
      oneOff.stop().catch((error: Error) => say(error.message));
    });
  }
}

start((args) => main(parseAdminArguments(args), scratchFolder('platform-admin')));
