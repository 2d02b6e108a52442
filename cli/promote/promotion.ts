import { Failure } from '../../console/failure';
import type { Environment } from '../../parameters/environment';
import { ALLOWED_VERSION, pinned, VERSION, versionsOf } from '../../parameters/version';
import { suggest } from '../../problems/suggest';
import type { Edit } from '../edit-parameters';
import { findNamed } from '../find-named';
import { refuseAbsent } from '../refuse-absent';
import type { PromoteArguments } from './arguments';

/** What a promotion does to a parameter file. */
export interface PromotedVersion {
  readonly file: string;
  /** As the file has it. */
  readonly before: string;
  readonly after: string;
  /** None: it runs there already. */
  readonly edits: readonly Edit[];
}

interface Source {
  readonly version: string;
  /** What it was built from, where its parameter file says so and the version does not. */
  readonly commit?: string;
}

/**
 * Finds what has to be written.
 * @throws Failure about an environment that is skipped, several versions that share the requests, or a name that is none.
 */
export function findPromotion(
  { service, from, to }: Pick<PromoteArguments, 'service' | 'from' | 'to'>,
  environments: readonly Environment[],
): PromotedVersion {
  const byName = new Map(environments.map((one) => [one.name, one] as const));
  const target = findNamed('environment', to, byName);
  const { version, commit } = sourceOf({ service, from }, target, byName);
  const { document } = target;
  const now = onlyVersion(target, service);
  const edits: Edit[] = [
    ...(now.version === version ? [] : [[['services', service, 'version'], version] as const]),
    ...(now.commit === commit ? [] : [[['services', service, 'commit'], commit] as const]),
  ];
  return { file: document.file, before: now.version, after: version, edits };
}

function sourceOf(
  { service, from }: { readonly service: string; readonly from: string },
  { name: to, parameters: { promotedFrom }, document }: Environment,
  byName: ReadonlyMap<string, Environment>,
): Source {
  const source = byName.get(from);
  if (promotedFrom === undefined) {
    if (!source && VERSION.test(from)) return { version: from };
    const got = source ? `"${from}"` : `"${from}"${suggest(from, [...byName.keys()])}`;
    throw new Failure(
      `${document.file}: ${to} is promoted from no environment, got ${got}; allowed: ${ALLOWED_VERSION}`,
    );
  }
  if (source && from === promotedFrom) return onlyVersion(source, service);
  const skipped = source ? '' : suggest(from, [promotedFrom]);
  throw new Failure(
    `${document.file}: ${to} is promoted from ${promotedFrom}, got "${from}"${skipped}; allowed: npm run promote -- ${service} ${promotedFrom} ${to}`,
  );
}

function onlyVersion(environment: Environment, service: string): Source {
  const {
    name,
    parameters: { services },
    document,
  } = environment;
  const parameters = findNamed('service', service, new Map(Object.entries(services)));
  refuseAbsent(service, environment);
  const all = versionsOf(parameters);
  const [only, ...others] = all;
  if (!only || others.length > 0) {
    const got = all.map((running) => `${running.version} (${running.weight} %)`).join(', ') || 'none';
    throw new Failure(
      `${document.file}: services.${service}: got several versions in ${name}: ${got}; allowed: one version, so decide for one of them first`,
    );
  }
  return { version: pinned(only), commit: parameters.commit };
}
