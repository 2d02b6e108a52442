import { Failure } from '../../console/failure';
import { start } from '../../console/start';
import { hostOf } from '../../constructs/services/runtime/runtime';
import { capture } from '../../programs/capture';
import { findService } from '../find-service';
import { addressesOf, findEntrance } from './addresses';
import { type OpenArguments, parseOpenArguments, usage } from './arguments';

// npm run open: where a service answers.

async function main(args: OpenArguments | undefined): Promise<void> {
  if (!args) return console.log(usage);
  const { environment, service, json } = args;
  const place = findService(environment, service);
  const { project, kept, guest } = place;
  const routes = place.declaration.routes ?? [];
  if (routes.length === 0) {
    throw new Failure(
      `${service}: got no routes in services/${service}.ts; allowed: a service with one, as nothing else is reached from outside`,
    );
  }
  const entrance = await findEntrance();
  const { name, parameters } = place.environment;
  const addresses = addressesOf(
    routes.map(({ host = kept, path }) => ({ host: hostOf(place, host), path })),
    `${name}.${project.domain}`,
    // No preview answers for a customer.
    guest ? {} : parameters.entrance.domains,
    entrance,
  );
  const [first] = addresses;
  if (first === undefined) {
    throw new Failure(
      `${environment}: no load balancer of this machine leads to ${service}; ${guest ? `npm run preview -- up ${guest.id}` : 'npm run local'} deploys it`,
    );
  }
  console.log(json ? JSON.stringify(addresses, undefined, 2) : addresses.join('\n'));
  if (!json && process.stdout.isTTY) await browse(first);
}

/** Where there is no browser, the address has been shown. */
async function browse(url: string): Promise<void> {
  const { platform, env } = process;
  if (platform === 'darwin') await capture('open', [url]);
  else if (platform === 'linux' && (env.DISPLAY || env.WAYLAND_DISPLAY)) await capture('xdg-open', [url]);
}

start((args) => main(parseOpenArguments(args)));
