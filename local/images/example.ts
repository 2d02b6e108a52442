import { readFileSync } from 'node:fs';
import { Failure } from '../../console/failure';
import { Registry } from '../../constructs/tooling/registry';
import { keptName } from '../../declarations/kept-name';
import { parameterFile } from '../../parameters/parameter-file';
import { loadProject } from '../../parameters/project';
import { isDigest } from '../../parameters/version';
import { suggest } from '../../problems/suggest';
import { services } from '../../services/services';
import { folderOf, rememberFolder } from './folders';

/** A service whose image can be made here, as its code is in `examples/`, or where somebody said. */
export interface Example {
  readonly service: string;
  /** Of its code, with a Dockerfile. */
  readonly folder: string;
  /** Full names of its image: one for each version that the environment runs. */
  readonly images: readonly string[];
}

export interface NamedVersions {
  readonly version?: string;
  readonly versions?: readonly { readonly version: string }[];
}

/** Of a version that rehearses a failure on simulated nodes: see local/kubernetes/cluster/stages. */
const REHEARSES = /-(fails|missing)$/;

/**
 * The services that an environment runs and whose code is here.
 * @param named some of them, each with the folder of its code where that is not in `examples/`: `hello=../hello`.
 * Default: all.
 * @throws Failure about a name that is none.
 */
export function findExamples(named: readonly string[] = [], environment = 'dev'): Example[] {
  const names = named.map(readFolder);
  const registry = new Registry(loadProject('platform.json'));
  const file = parameterFile(environment);
  const { services: parameters = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
    services?: Record<string, NamedVersions>;
  };
  const examples = Object.keys(services).flatMap((service): Example[] => {
    const folder = folderOf(service);
    const { version, versions = version ? [{ version }] : [] } = parameters[service] ?? {};
    // What a digest names was made elsewhere.
    const images = versions
      .filter(({ version }) => !isDigest(version) && !REHEARSES.test(version))
      .map((each) => registry.image(keptName(service, services), each.version));
    return folder !== undefined && images.length > 0 ? [{ service, folder, images }] : [];
  });
  const known = examples.map(({ service }) => service);
  for (const name of names) {
    if (known.includes(name)) continue;
    const hint = suggest(name, known) || `; allowed: ${known.join(', ')}.`;
    throw new Failure(
      `images: got "${name}"${hint} An image is made of examples/<service>/Dockerfile, or name the folder: ${name}=FOLDER.`,
      2,
    );
  }
  return names.length === 0 ? examples : examples.filter(({ service }) => names.includes(service));
}

/** Remembers the folder, where there is one, for all later runs. @returns the service. */
function readFolder(text: string): string {
  const [service = '', ...rest] = text.split('=');
  if (rest.length === 0) return text;
  const known = Object.keys(services);
  if (!known.includes(service)) {
    const hint = suggest(service, known) || `; allowed: ${known.join(', ')}.`;
    throw new Failure(`images: got "${service}"${hint} It is declared in services/ first.`, 2);
  }
  rememberFolder(service, rest.join('='));
  return service;
}
