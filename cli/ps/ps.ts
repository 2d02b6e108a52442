import { join } from 'node:path';
import { scratchFolder, start } from '../../console/start';
import { namespaceOf } from '../../constructs/services/runtime/runtime';
import { keptName } from '../../declarations/kept-name';
import type { Services } from '../../declarations/service';
import { presentIn } from '../../parameters/absent';
import { declared } from '../../services/declared';
import { findPlace, findService, look } from '../find-service';
import { type PsArguments, parsePsArguments, usage } from './arguments';
import type { RunObject } from './objects';
import { report } from './report';
import { runningService } from './running';

// npm run ps: what runs of a service.

async function main(args: PsArguments | undefined, folder: string): Promise<void> {
  if (!args) return console.log(usage);
  const { environment, service, json } = args;
  const found = service === undefined ? findPlace(environment) : findService(environment, service);
  const services: Services = declared.services;
  const here = presentIn(found.environment.parameters, declared).services;
  const names = service === undefined ? Object.keys(here) : [service];
  const kubectl = await look(found, join(folder, 'kubeconfig'));
  const { items } = await kubectl.json<{ items: RunObject[] }>(
    ...['get', 'deployments,pods,jobs', '--all-namespaces'],
    ...['--selector', 'app.kubernetes.io/managed-by=terraform'],
  );
  const running = names.map((name) => ({
    ...runningService(keptName(name, services), namespaceOf(found, services[name]!.group), items),
    service: name,
  }));
  console.log(json ? JSON.stringify(running, undefined, 2) : report(environment, running, new Date()));
}

start((args) => main(parsePsArguments(args), scratchFolder('platform-ps')));
