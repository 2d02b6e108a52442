import { Reach } from '../network/reach';
import type { Scope } from '../network/scope';
import { at, isObject, list, Mark, texts, type Value } from '../value';
import type { PlannedObject } from './object';

const SCHEMES = ['service.beta.kubernetes.io/aws-load-balancer-scheme', 'alb.ingress.kubernetes.io/scheme'];
const INTERNAL = 'service.beta.kubernetes.io/aws-load-balancer-internal';
const RANGES = [
  'service.beta.kubernetes.io/load-balancer-source-ranges',
  'alb.ingress.kubernetes.io/inbound-cidrs',
];
const WORLD = '0.0.0.0/0';

/** The ways by which an object lets others into a cluster, and from where. */
function entrancesOf(object: PlannedObject | undefined): Map<string, readonly (string | undefined)[]> {
  const found = new Map<string, readonly (string | undefined)[]>();
  if (!object) return found;
  const { kind, body } = object;
  const spec = body.spec;
  if (kind === 'Service') {
    const type = at(spec, 'type');
    if (isOne(type, 'LoadBalancer') && isPublicService(body))
      found.set('a load balancer in the internet', rangesOf(object));
    if (isOne(type, 'NodePort')) found.set('a port of every node', [undefined]);
    for (const address of list(at(spec, 'externalIPs')))
      found.set(`the address ${shown(address)}`, [undefined]);
  }
  if (kind === 'Ingress' && schemeOf(body) === 'internet-facing') {
    found.set('a load balancer in the internet', rangesOf(object));
  }
  if (kind === 'IngressClassParams' && isOne(at(spec, 'scheme'), 'internet-facing')) {
    found.set('load balancers in the internet', rangesOf(object));
  }
  return found;
}

/** Entrances that are new, or that let in more than before. */
export function openedEntrances(
  before: PlannedObject | undefined,
  after: PlannedObject | undefined,
): string[] {
  const had = entrancesOf(before);
  return [...entrancesOf(after)].flatMap(([way, ranges]) => {
    const earlier = had.get(way);
    if (!earlier) return [`can be reached by ${way}${from(ranges)}`];
    const reach = new Reach(earlier.map(scopeOf));
    const more = ranges.filter((range) => range !== undefined && reach.missing(scopeOf(range)).length > 0);
    const isUnseen = ranges.includes(undefined) && !earlier.includes(undefined);
    return more.length > 0 || isUnseen
      ? [`lets more in by ${way}${from(isUnseen ? [undefined] : more)}`]
      : [];
  });
}

function from(ranges: readonly (string | undefined)[]): string {
  const known = ranges.filter((range) => range !== undefined);
  return known.length > 0 ? ` from ${known.join(', ')}` : '';
}

/** AWS's own controller takes `internal` for what does not say it; the one in the tree the internet. */
function isPublicService(body: Value): boolean {
  const scheme = schemeOf(body);
  if (scheme !== undefined) return scheme !== 'internal';
  const internal = noteOf(body, INTERNAL);
  return !(typeof internal === 'string' && /^(true|0\.0\.0\.0\/0|yes)$/.test(internal));
}

function schemeOf(body: Value): string | undefined {
  for (const name of SCHEMES) {
    const scheme = noteOf(body, name);
    if (scheme instanceof Mark) return 'internet-facing';
    if (typeof scheme === 'string') return scheme;
  }
  return undefined;
}

function noteOf(body: Value, name: string): Value {
  const notes = at(body, 'metadata.annotations');
  if (notes instanceof Mark) return notes;
  return isObject(notes) ? notes[name] : undefined;
}

/** Whom a load balancer lets in. Without a range: everybody. */
function rangesOf({ body }: PlannedObject): (string | undefined)[] {
  const noted = RANGES.flatMap((name) => {
    const value = noteOf(body, name);
    if (value instanceof Mark) return [undefined];
    return typeof value === 'string' ? value.split(',').map((one) => one.trim()) : [];
  });
  const own = ['loadBalancerSourceRanges', 'inboundCIDRs'].flatMap((key) =>
    list(at(body, `spec.${key}`)).map((item) => texts(item)[0]),
  );
  const all = [...own, ...noted];
  return all.length > 0 ? all : [WORLD];
}

function isOne(value: Value, word: string): boolean {
  return value === word || value instanceof Mark;
}

function shown(value: Value): string {
  return typeof value === 'string' ? value : 'that nobody can see before the apply';
}

function scopeOf(peer: string | undefined): Scope {
  return { direction: 'in', protocol: 'tcp', from: 443, to: 443, peer, kind: 'block' };
}
