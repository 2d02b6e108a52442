import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { scratchFolder, start } from '../../console/start';
import { namingOf, resourceName } from '../../constructs/core/naming';
import { roleArn } from '../../constructs/core/role-names';
import { namespaceOf } from '../../constructs/services/runtime/runtime';
import type { Services } from '../../declarations/service';
import { environmentsFolder, loadEnvironments } from '../../parameters/load';
import { loadProject } from '../../parameters/project';
import { access } from '../../programs/cluster-access';
import { Kubectl } from '../../programs/kubectl';
import { thisUser } from '../../programs/this-user';
import { declared } from '../../services/declared';
import { type AdminArguments, parseAdminArguments, usage } from './arguments';
import { OneOff } from './one-off';

// npm run admin: a one-off command of a service, without a login anywhere.

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
  const environments = loadEnvironments(environmentsFolder(), declared);
  const environment = environments.find((candidate) => candidate.name === name);
  if (!environment) throw unknown('environment', name, environments);
  const services: Services = declared.services;
  const declaration = services[service];
  if (!declaration) {
    throw unknown(
      'service',
      service,
      Object.keys(services).map((known) => ({ name: known })),
    );
  }
  const { account } = environment.parameters;
  const cluster = resourceName(namingOf(project, environment), 'cluster');
  return {
    environment: name,
    cluster,
    region: project.region,
    roleArn: roleArn(account, project.deployRole),
    namespace: namespaceOf({}, declaration.group),
  };
}

function unknown(what: string, got: string, known: readonly { readonly name: string }[]): Failure {
  return new Failure(`${what}: got "${got}"; allowed: ${known.map(({ name }) => name).join(', ')}`, 2);
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
