import { declaredFlags } from '../../constructs/services/flags/flags';
import type { Declared } from '../../declarations/binding';
import type { Environment } from '../../parameters/environment';
import type { ComposeService } from './file';
import type { ComposeWorkload } from './pods/workloads';

/** Files of the machine, beside the Compose file. */
const FOLDER = './flags';
const INSIDE = '/platform/flags';

/**
 * AppConfig's agent reads flags from a file instead of AppConfig, and sees a change of it.
 * Source: AWS AppConfig User Guide, "Working with AWS AppConfig Agent local development mode".
 */
export function readingFiles(agent: ComposeService): ComposeService {
  return {
    ...agent,
    environment: { ...agent.environment, LOCAL_DEVELOPMENT_DIRECTORY: INSIDE },
    volumes: [...agent.volumes!, `${FOLDER}:${INSIDE}:ro`],
  };
}

/** The file of a group's flags, with the values that the environment has. @returns its path and what is in it. */
export function flagFile(
  { group, container }: ComposeWorkload,
  { services }: Declared,
  { services: parameters }: Environment['parameters'],
): [string, string] {
  const list = container.env.find(({ name }) => name === 'PREFETCH_LIST')!.value!;
  const members = Object.fromEntries(
    Object.entries(services).filter(([, service]) => service.group === group),
  );
  const flags = declaredFlags(members, parameters).map(({ key, enabled }) => [key, { enabled }] as const);
  return [`${FOLDER}/${list}.json`, `${JSON.stringify(Object.fromEntries(flags), undefined, 2)}\n`];
}
