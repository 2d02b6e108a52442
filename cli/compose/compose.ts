import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { scratchFolder, start } from '../../console/start';
import { isServer } from '../../declarations/backing';
import { keptName } from '../../declarations/kept-name';
import { asDeployed } from '../../parameters/as-deployed';
import { loadEnvironments } from '../../parameters/load';
import { environmentsFolder } from '../../parameters/parameter-file';
import { loadProject } from '../../parameters/project';
import { declared } from '../../services/declared';
import { findNamed } from '../find-named';
import { refuseAbsent } from '../refuse-absent';
import { parseComposeArguments, usage } from './arguments';
import { ensureCertificates } from './authority';
import { type Composed, composeFile } from './compose-file';
import { boundThings } from './contract';
import { EnvironmentFile } from './environment-file';
import { synthesizeServices } from './pods/objects';
import { selectServices } from './selection';
import { writeYaml } from './yaml';

// npm run compose: services without the platform, by Docker Compose.

/**
 * Git ignores it. It is closed to others, as users of containers can read all files in it but `.env`. `PLATFORM_LOCAL`
 * names another folder than `.local`, as for `npm run local`.
 */
const FOLDER = join(process.env.PLATFORM_LOCAL || '.local', 'compose');

async function main(args: readonly string[]): Promise<void> {
  const parsed = parseComposeArguments(args, Object.keys(declared.services));
  if (!parsed) return console.log(usage);
  const project = loadProject('platform.json');
  const environments = loadEnvironments(environmentsFolder(), declared).map(
    (one) => [one.name, one] as const,
  );
  const environment = findNamed('environment', parsed.environment, new Map(environments));
  const synthesis = { project, environment, declared };
  for (const service of parsed.services.keys()) refuseAbsent(service, environment);
  const deployed = asDeployed(environment, declared);
  const kept = (name: string) => keptName(name, declared.services);
  const selected = selectServices([...parsed.services.keys()].map(kept), deployed.declared);

  mkdirSync(FOLDER, { recursive: true });
  chmodSync(FOLDER, 0o700);
  const hosts = boundThings(selected, deployed.declared).filter(isServer);
  const secrets = new EnvironmentFile(join(FOLDER, '.env'));
  const composed = composeFile({
    project,
    ...deployed,
    objects: synthesizeServices(synthesis, scratchFolder('platform-compose')),
    selected,
    folders: new Map(
      [...parsed.services].map(([name, folder]) => [
        kept(name),
        folder === undefined ? folder : resolve(folder),
      ]),
    ),
    certificate: await ensureCertificates(
      join(FOLDER, 'certificates'),
      hosts.map(({ name }) => name),
    ),
    secrets,
  });
  secrets.write();
  const path = join(FOLDER, 'compose.yaml');
  for (const [name, content] of Object.entries(composed.files)) write(join(FOLDER, name), content);
  write(path, writeYaml(composed.file));
  console.log(report(path, selected, composed));
}

/** Whatever the user's own umask is, users of containers read it. */
function write(path: string, content: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, 0o644);
  if (folder !== FOLDER) chmodSync(folder, 0o755);
}

function report(path: string, selected: readonly string[], { file, addresses, missing }: Composed): string {
  const processes = Object.entries(addresses).map(([name, url]) => `  ${url}  # ${name}`);
  const schedules = Object.entries(file.services).filter(([, { profiles }]) => profiles !== undefined);
  const compose = `docker compose -f ${path}`;
  return [
    `${path} has ${selected.join(', ')}.`,
    ...(missing.length > 0
      ? ['', `Put a value into ${FOLDER}/.env first:`, ...missing.map((name) => `  ${name}=`)]
      : []),
    '',
    `${compose} up --watch`,
    ...processes,
    ...schedules.map(([name]) => `${compose} run --rm ${name}`),
  ].join('\n');
}

start(main);
