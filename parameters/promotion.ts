import { problemAt } from '../problems/document';
import type { Problem } from '../problems/problem';
import { suggest } from '../problems/suggest';
import type { Environment } from './environment';
import { engineVersions } from './kinds/kinds';
import type { Parameters } from './parameters';
import { compareReleases } from './release-order';
import type { ServiceParameters } from './service-parameters';
import { isRelease, pinned, versionsOf } from './version';

/**
 * Finds versions that are newer than those in the environment that they are promoted from.
 * @param names of all environments. One whose file has faults is named there, and not in `all`: nothing is known of it.
 */
export function checkPromotion(
  { name, parameters, document }: Environment,
  all: readonly Environment[],
  names: readonly string[],
): Problem[] {
  const from = parameters.promotedFrom;
  if (from === undefined) return [];
  if (from === name) {
    return [problemAt(document, ['promotedFrom'], `"${from}", itself`, 'the name of another environment')];
  }
  const source = all.find(({ name }) => name === from);
  if (!source) {
    if (names.includes(from)) return [];
    const others = names.filter((other) => other !== name);
    const got = `"${from}", which is no environment${suggest(from, others)}`;
    return [
      problemAt(
        document,
        ['promotedFrom'],
        got,
        `the name of another environment: ${others.join(', ') || 'there is none'}`,
      ),
    ];
  }
  const otherwise = Object.entries(parameters.services).flatMap(([service, own]) =>
    otherContent(service, own, source.parameters.services[service]).map(({ path, version, their }) =>
      problemAt(
        document,
        path,
        `"${version}"`,
        `"${their}", which runs in ${from}: of one version there is one image`,
      ),
    ),
  );
  if (parameters.aheadBecause !== undefined) return otherwise;
  const theirs = new Map(versions(source.parameters).map((version) => [version.what, version]));
  const ahead = versions(parameters).flatMap(({ what, path, version, compare }) => {
    const their = theirs.get(what)?.version;
    if (their === undefined || compare(version, their) <= 0) return [];
    const allowed = `at most "${their}", which runs in ${from}; or say why in aheadBecause`;
    return [problemAt(document, path, `"${version}"`, allowed)];
  });
  return [...otherwise, ...ahead];
}

/** The versions of a service of which the two environments name images with different digests. */
function otherContent(service: string, own: ServiceParameters, theirs: ServiceParameters | undefined) {
  const digests = new Map(theirs ? versionsOf(theirs).map((running) => [running.version, running]) : []);
  return versionsOf(own).flatMap((running, index) => {
    const their = digests.get(running.version);
    if (!running.digest || !their?.digest || running.digest === their.digest) return [];
    return [{ path: pathOf(service, own, index), version: pinned(running), their: pinned(their) }];
  });
}

function pathOf(service: string, { versions }: ServiceParameters, index: number) {
  return ['services', service, ...(versions ? ['versions', index] : []), 'version'];
}

interface Version {
  /** What it is the version of. */
  readonly what: string;
  /** Where it stands in the parameter file. */
  readonly path: readonly (string | number)[];
  readonly version: string;
  readonly compare: (a: string, b: string) => number;
}

/** Every version that an environment runs. */
function versions({ cluster, services, ...parameters }: Parameters): Version[] {
  const numbered = (version: string, ...path: string[]): Version => ({
    what: path.join('.'),
    path,
    version,
    compare: byNumber,
  });
  return [
    numbered(cluster.version, 'cluster', 'version'),
    ...Object.entries(cluster.addons).map(([name, version]) => numbered(version, 'cluster', 'addons', name)),
    ...engineVersions(parameters).map(({ path, version }) => numbered(version, ...path)),
    ...Object.entries(services).flatMap(([name, service]) => newestRelease(name, service)),
  ];
}

/** Of a service the newest of its releases. Branches and digests have no order, so they are free to run anywhere. */
function newestRelease(name: string, parameters: ServiceParameters): Version[] {
  const releases = versionsOf(parameters)
    .map(({ version }, index) => ({
      what: `services.${name}`,
      path: pathOf(name, parameters, index),
      version,
      compare: compareReleases,
    }))
    .filter(({ version }) => isRelease(version));
  return releases.sort((a, b) => compareReleases(b.version, a.version)).slice(0, 1);
}

const { compare: byNumber } = new Intl.Collator('en', { numeric: true });
