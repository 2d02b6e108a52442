import { Resolver } from 'node:dns/promises';
import type { Aws } from '../../programs/aws';

/** One question to the DNS. Rejects, with a `code`, where there is no answer. */
export type Ask = (name: string, type: string) => Promise<unknown>;

/** Of records that somebody would miss. */
const TYPES = ['A', 'AAAA', 'CNAME', 'MX', 'TXT'];
/** What a name server answers where there is nothing. */
const NOTHING = new Set(['ENODATA', 'ENOTFOUND']);

/**
 * What to say before the zone of a domain is made, whose name servers are to be entered at the registrar: a zone in
 * use would be replaced by an empty one. Undefined: nobody uses the domain, or its name servers are those of the zone.
 * @param own the name servers of the zone, if it is there. Asked only where the domain has some.
 */
export async function domainInUse(
  domain: string,
  own: () => Promise<readonly string[]>,
  ask: Ask = theInternet(),
): Promise<string | undefined> {
  const [servers, ...others] = await Promise.all(['NS', ...TYPES].map((type) => answers(ask, domain, type)));
  if (servers instanceof Error) {
    return `the DNS did not say whether ${domain} is in use (${servers.message}). ${MIND}`;
  }
  const found = TYPES.filter((_, index) => Array.isArray(others[index]) && others[index].length > 0);
  if (servers!.length === 0 && found.length === 0) return undefined;
  if (servers!.length > 0 && same(servers!, await own())) return undefined;
  const by = servers!.length > 0 ? `: ${servers!.join(', ')} answer for it` : '';
  const holds = found.length > 0 ? `, with records (${found.join(', ')})` : '';
  return `${domain} is in use${by}${holds}. ${MIND} Better: a domain of its own below it as "domain" in platform.json, such as platform.${domain}; or, if Route 53 of the tooling account holds the zone in use, its id as "zoneId"`;
}

const MIND =
  'The zone that bootstrap makes is empty: once the registrar names its name servers, every record of the zone in use is gone, mail included.';

interface HostedZones {
  readonly HostedZones: readonly {
    readonly Id: string;
    readonly Name: string;
    readonly Config?: { readonly PrivateZone?: boolean };
  }[];
}

interface HostedZone {
  readonly DelegationSet?: { readonly NameServers: readonly string[] };
}

/** Of the domain's public zones in Route 53. @throws Failure with what the AWS CLI has to say. */
export async function zoneServers(domain: string, aws: Pick<Aws, 'json'>): Promise<readonly string[]> {
  const { HostedZones } = await aws.json<HostedZones>(
    'route53',
    'list-hosted-zones-by-name',
    ...['--dns-name', domain],
  );
  const ids = HostedZones.filter(({ Name, Config }) => Name === `${domain}.` && !Config?.PrivateZone);
  const zones = await Promise.all(
    ids.map(({ Id }) => aws.json<HostedZone>('route53', 'get-hosted-zone', '--id', Id)),
  );
  return zones.flatMap(({ DelegationSet }) => DelegationSet?.NameServers ?? []);
}

/** What is there; nothing; or why nobody knows. */
async function answers(ask: Ask, name: string, type: string): Promise<string[] | Error> {
  try {
    return [await ask(name, type)].flat().map(String);
  } catch (error) {
    const { code = 'no answer' } = error as NodeJS.ErrnoException;
    return NOTHING.has(code) ? [] : new Error(code);
  }
}

function same(some: readonly string[], others: readonly string[]): boolean {
  const normal = (names: readonly string[]) =>
    names
      .map((name) => name.replace(/\.$/, '').toLowerCase())
      .sort()
      .join();
  return normal(some) === normal(others);
}

/** Briefly: whoever is offline need not wait for what is only a warning. */
function theInternet(): Ask {
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  return (name, type) => resolver.resolve(name, type);
}
