import type { Declared } from '../declarations/binding';
import { hostsOf } from '../declarations/host';
import { problemAt } from '../problems/document';
import type { Problem } from '../problems/problem';
import { suggest } from '../problems/suggest';
import { presentIn } from './absent';
import { type DomainParameters, isBelow } from './domains';
import type { Environment } from './environment';
import type { Project } from './project';

/** What a domain of an environment says that can't be, by the file alone and by what is declared. */
export function checkDomains(environment: Environment, declared: Declared): Problem[] {
  const { services } = presentIn(environment.parameters, declared);
  const all = environment.parameters.entrance.domains;
  // Nobody outside reaches the others, whatever their name.
  const hosts = hostsOf(services, false);
  return Object.entries(all).flatMap(([domain, parameters]) => {
    const refuse: Refuse = (key, got, allowed) =>
      problemAt(environment.document, ['entrance', 'domains', domain, ...key], got, allowed);
    return [
      ...checkPurpose(parameters, refuse),
      ...checkHost(parameters, hosts, refuse),
      ...checkRedirect(domain, parameters, all, refuse),
      ...checkZone(domain, parameters, refuse),
    ];
  });
}

type Refuse = (key: readonly string[], got: string, allowed: string) => Problem;

function checkPurpose({ host, redirectTo }: DomainParameters, refuse: Refuse): Problem[] {
  if ((host === undefined) !== (redirectTo === undefined)) return [];
  const got = host === undefined ? 'neither host nor redirectTo' : 'host and redirectTo';
  return [refuse([], got, 'one of them')];
}

function checkHost({ host }: DomainParameters, hosts: readonly string[], refuse: Refuse): Problem[] {
  if (host === undefined || hosts.includes(host)) return [];
  const allowed =
    hosts.length > 0
      ? `the host of a public route: ${hosts.join(', ')}`
      : 'redirectTo: no service has a public route';
  return [refuse(['host'], `"${host}", which no public route has${suggest(host, hosts)}`, allowed)];
}

/** Two redirects in a row would be a detour, and a circle has no end. */
function checkRedirect(
  domain: string,
  { redirectTo }: DomainParameters,
  all: Readonly<Record<string, DomainParameters>>,
  refuse: Refuse,
): Problem[] {
  if (redirectTo === undefined) return [];
  const ends = Object.keys(all).filter((name) => name !== domain && all[name]!.host !== undefined);
  if (ends.includes(redirectTo)) return [];
  const allowed = `a domain of this file that has a host${ends.length > 0 ? `: ${ends.join(', ')}` : '; there is none'}`;
  const hint = Object.hasOwn(all, redirectTo) ? '' : suggest(redirectTo, ends);
  return [refuse(['redirectTo'], `"${redirectTo}"${hint}`, allowed)];
}

function checkZone(domain: string, { zone, zoneAccount }: DomainParameters, refuse: Refuse): Problem[] {
  if (zone === undefined) {
    return zoneAccount === 'environment'
      ? []
      : [refuse(['zoneAccount'], `"${zoneAccount}" without a zone`, 'zone as well, or neither')];
  }
  const isName = zone.includes('.');
  if (!isName || isBelow(domain, zone)) return [];
  return [
    refuse(
      ['zone'],
      `"${zone}"`,
      `the domain itself or what its end is, such as ${domain.replace(/^[^.]+\.(?=.*\.)/, '')}`,
    ),
  ];
}

/** What only shows where all environments are known, and the domain that they share. */
export function checkDomainsTogether(project: Project, environments: readonly Environment[]): Problem[] {
  const owners = new Map<string, Environment>();
  return environments.flatMap(({ name, parameters, document }, index) =>
    Object.keys(parameters.entrance.domains).flatMap((domain) => {
      const refuse = (got: string, allowed: string) =>
        problemAt(document, ['entrance', 'domains', domain], got, allowed);
      const owner = owners.get(domain);
      owners.set(domain, environments[index]!);
      const own = environments.find((one) => isBelow(domain, `${one.name}.${project.domain}`));
      return [
        ...(owner
          ? [refuse(`${domain}, which ${owner.document.file} has`, 'a domain that no other environment has')]
          : []),
        ...(own
          ? [
              refuse(
                `${domain}, a name of the environment ${own.name} itself`,
                own.name === name
                  ? `a domain of somebody's own: routes are reached as <host>.${own.name}.${project.domain} without it`
                  : `a domain outside of every environment's own, such as those below ${own.name}.${project.domain}`,
              ),
            ]
          : []),
      ];
    }),
  );
}
