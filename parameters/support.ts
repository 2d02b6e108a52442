import { thingsOf } from '../declarations/backing';
import type { Declared } from '../declarations/binding';
import { problemAt } from '../problems/document';
import type { Problem } from '../problems/problem';
import { CATALOGUE, majorOf } from './catalogue/catalogue';

import type { Environment } from './environment';
import { parametersOf } from './kinds/kinds';

/** So long before its end a version is warned of. */
export const NOTICE_DAYS = 90;

/** A version that runs, and the day on which AWS ends its standard support. */
interface Supported {
  readonly path: readonly string[];
  readonly what: string;
  readonly version: string;
  readonly ends: string;
}

/**
 * Versions past the end of their standard support. AWS does not let them be: EKS and RDS raise them by themselves, as
 * the platform pays for no extended support.
 */
export function checkSupport(environment: Environment, declared: Declared, today: string): Problem[] {
  return supported(environment, declared)
    .filter(({ ends }) => ends < today)
    .map(({ path, what, version, ends }) =>
      problemAt(
        environment.document,
        path,
        `"${version}", and AWS ended the standard support of ${what} on ${ends}`,
        `a version with support, after what runs has been taken to it${path[0] === 'cluster' ? ', one minor at a time' : ''}`,
      ),
    );
}

/** What to do soon, a sentence each. */
export function supportWarnings(environment: Environment, declared: Declared, today: string): string[] {
  const notice = new Date(Date.parse(today) + NOTICE_DAYS * 86_400_000).toISOString().slice(0, 10);
  return supported(environment, declared)
    .filter(({ ends }) => ends >= today && ends < notice)
    .map(
      ({ path, what, ends }) =>
        `${environment.document.file} ${path.join('.')}: AWS ends the standard support of ${what} on ${ends}, in ${daysBetween(today, ends)} days; after that this file is refused, and AWS raises the version by itself`,
    );
}

function supported({ parameters }: Environment, { backing }: Declared): Supported[] {
  const { version } = parameters.cluster;
  const cluster = {
    path: ['cluster', 'version'],
    what: `Kubernetes ${version}`,
    version,
    ends: CATALOGUE.kubernetes.versions[version]?.standardSupportEnds ?? null,
  };
  const servers = thingsOf(backing).flatMap((thing) => {
    const own = parametersOf(thing, parameters);
    if (!('version' in own) || !('engine' in thing.declaration)) return [];
    const list = thing.section === 'databases' ? CATALOGUE.databases : CATALOGUE.caches;
    const engine = ('engine' in own && own.engine) || thing.declaration.engine;
    const major = majorOf(list, engine, own.version);
    const what = `${engine} ${major?.name}`;
    return [
      {
        path: [thing.section, thing.name, 'version'],
        what,
        version: own.version,
        ends: major?.standardSupportEnds ?? null,
      },
    ];
  });
  return [cluster, ...servers].flatMap(({ ends, ...one }) => (ends === null ? [] : [{ ...one, ends }]));
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
