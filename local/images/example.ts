import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { Registry } from '../../constructs/tooling/registry';
import { keptName } from '../../declarations/kept-name';
import { parameterFile } from '../../parameters/parameter-file';
import { loadProject } from '../../parameters/project';
import { isDigest } from '../../parameters/version';
import { suggest } from '../../problems/suggest';
import { services } from '../../services/services';
import { projectRoot } from '../machine/layout';

/** A service whose image can be made here, as its code is in `examples/`. */
export interface Example {
  readonly service: string;
  /** Of its code, with a Dockerfile. */
  readonly folder: string;
  /** Full names of its image: one for each version that the environment runs. */
  readonly images: readonly string[];
}

interface Versions {
  readonly version?: string;
  readonly versions?: readonly { readonly version: string }[];
}

/** Of a version that rehearses a failure on simulated nodes: see local/kubernetes/cluster/stages. */
const REHEARSES = /-(fails|missing)$/;

/**
 * The services that an environment runs and whose code is here.
 * @param names of some of them. Default: all.
 * @throws Failure about a name that is none.
 */
export function findExamples(names: readonly string[] = [], environment = 'dev'): Example[] {
  const registry = new Registry(loadProject('platform.json'));
  const file = parameterFile(environment);
  const { services: parameters = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
    services?: Record<string, Versions>;
  };
  const examples = Object.keys(services).flatMap((service): Example[] => {
    const folder = join(projectRoot, 'examples', service);
    const { version, versions = version ? [{ version }] : [] } = parameters[service] ?? {};
    // What a digest names was made elsewhere.
    const images = versions
      .filter(({ version }) => !isDigest(version) && !REHEARSES.test(version))
      .map((each) => registry.image(keptName(service, services), each.version));
    return existsSync(join(folder, 'Dockerfile')) && images.length > 0 ? [{ service, folder, images }] : [];
  });
  const known = examples.map(({ service }) => service);
  for (const name of names) {
    if (known.includes(name)) continue;
    const hint = suggest(name, known) || `; allowed: ${known.join(', ')}.`;
    throw new Failure(`images: got "${name}"${hint} An image is made of examples/<service>/Dockerfile.`, 2);
  }
  return names.length === 0 ? examples : examples.filter(({ service }) => names.includes(service));
}
