import { leftDomains } from '../../cli/bootstrap/left-domains';
import { loadEnvironments } from '../../parameters/load';
import { environmentsFolder } from '../../parameters/parameter-file';
import { Aws } from '../../programs/aws';
import { declared } from '../../services/declared';
import {
  type Emulator,
  endpoint,
  findEmulator,
  olderCode,
  startEmulator,
  stopEmulator,
} from '../emulated-aws/emulator';
import { exclusively } from '../machine/exclusive';
import type { Tools } from '../machine/tools';
import { bootstrap } from './bootstrap';
import { prepareImages } from './images';
import { prepareKubernetes } from './kubernetes-programs';
import { environmentOf, type LocalContext, waitingFor, writeSettings } from './local-context';
import { preparePrograms } from './programs';
import { prepareServers } from './server-programs';

export interface PrepareOptions {
  /** Where the emulator listens, or on the next port that is free. */
  readonly port: number;
  readonly platformOnly: boolean;
  /** Which are to be deployed. */
  readonly environments: readonly string[];
}

/** What environments are deployed to. */
export interface Prepared {
  readonly emulator: Emulator;
  /** Settles when all of the bootstrap is there, and not only what environments need of it. */
  readonly bootstrapped: Promise<void>;
  /** Settles when the programs that services need are built. */
  readonly kubernetes: Promise<void>;
  /** Settles when the programs of the servers behind databases and caches are there. */
  readonly servers: Promise<void>;
  /** Settles when the images that services run are there, or it is told why they are not. */
  readonly images: Promise<void>;
}

/** Makes ready what the environments share, unless it is: programs, the emulator, the bootstrap stack. */
export async function prepare(
  context: LocalContext,
  tools: Tools,
  options: PrepareOptions,
): Promise<Prepared> {
  await preparePrograms(context, tools);
  // Only services need it, and it takes ten minutes on a new machine: meanwhile their platform is made.
  const kubernetes = prepareKubernetes(context, tools, { withProvider: !options.platformOnly });
  // Whoever waits for it gets the error, as with the bootstrap.
  kubernetes.catch(() => {});
  const servers = prepareServers(context);
  servers.catch(() => {});
  const images = options.platformOnly ? Promise.resolve() : prepareImages(context, options.environments);
  images.catch(() => {});
  return exclusively(context.layout.lock, waitingFor(context), async () => {
    const emulator = await prepareEmulator(context, options.port);
    await writeSettings(context, emulator);
    const { usable, finished } = await bootstrap(context, emulator, () =>
      takesNeededRights(context, emulator),
    );
    finished.catch(() => {});
    await usable;
    return { emulator, bootstrapped: finished, kubernetes, servers, images };
  });
}

/** Whether the bootstrap would take rights that the deploy after it needs. */
async function takesNeededRights(context: LocalContext, emulator: Emulator): Promise<boolean> {
  const { project, display } = context;
  const aws = new Aws(project.region, environmentOf(context, emulator));
  const left = await leftDomains(project, loadEnvironments(environmentsFolder(), declared), aws);
  for (const what of left) display.note(`bootstrap: left to the next run: ${what}`);
  return left.length > 0;
}

async function prepareEmulator({ layout, project, display }: LocalContext, port: number): Promise<Emulator> {
  const running = await findEmulator(layout);
  // One that is not ready was left by a run that was interrupted while it started.
  if (running && !running.caller) await stopEmulator(layout, running);
  else if (running) {
    display.note(`The emulated AWS runs at ${endpoint(running)}`);
    const older = olderCode(running);
    if (older) display.note(older);
    return running;
  }
  display.set('emulator', { step: 'starting', since: Date.now() });
  const emulator = await startEmulator(layout, port, project);
  display.set('emulator', undefined);
  const instead = emulator.port === port ? '' : ` (port ${port} is taken)`;
  display.note(`Started the emulated AWS at ${endpoint(emulator)}${instead}`);
  return emulator;
}
