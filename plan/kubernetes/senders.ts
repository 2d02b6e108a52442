import type { Change } from '../change';
import { oncePer } from '../once-per';
import type { Plan } from '../plan';
import { at, isObject, list, Mark, texts, type Value } from '../value';
import type { PlannedObject } from './object';
import { isWithNamespace, nameOf, objectChanges, plannedObjects } from './objects';
import { isInside, type Output, outputsOf } from './shippers';

/** Hosts outside of the cluster that get what they did not: logs, requests of pods, or all that the API is asked. */
export function newHosts(change: Change, plan: Plan): string[] {
  return objectChanges(change, plan).flatMap(({ before, after }) => {
    if (!after) return [];
    const had = new Set(hostsOf(before));
    return hostsOf(after).filter((host) => {
      if (had.has(host) || known(plan).has(host) || isInside(host)) return false;
      // What is new for a name in AWS is most often a service of one's own.
      return before !== undefined || (after.kind !== 'Service' && !/\.amazonaws\.com(\.cn)?$/.test(host));
    });
  });
}

function hostsOf(object: PlannedObject | undefined): string[] {
  if (!object) return [];
  const { kind, body } = object;
  if (kind === 'Service') {
    const name = at(body, 'spec.externalName');
    return at(body, 'spec.type') === 'ExternalName'
      ? [name instanceof Mark ? `a host that is ${name.text}` : `${name}`]
      : [];
  }
  if (kind === 'VirtualService') return destinations(body.spec);
  if (/^(Endpoints|EndpointSlice)$/.test(kind)) return addresses(body);
  if (/^ConfigMap/.test(kind) && at(body, 'data.Corefile') !== undefined)
    return resolvers(at(body, 'data.Corefile'));
  if (/WebhookConfiguration$/.test(kind)) {
    return list(at(body, 'webhooks')).flatMap((hook) =>
      texts(at(hook, 'clientConfig.url')).map((url) => url.replace(/^\w+:\/\//, '').replace(/[/:].*$/, '')),
    );
  }
  return outputsOf(object).flatMap(({ receivers }) => receivers);
}

/** Where a mesh leads or copies requests. */
function destinations(value: Value): string[] {
  if (Array.isArray(value)) return value.flatMap(destinations);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    ['destination', 'mirror'].includes(key) ? texts(at(part, 'host')) : destinations(part),
  );
}

/** Addresses in the internet that a Service leads to. */
function addresses(value: Value): string[] {
  if (typeof value === 'string') return ADDRESS.test(value) && !PRIVATE.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null || value instanceof Mark) return [];
  return Object.entries(value).flatMap(([key, part]) => (key === 'metadata' ? [] : addresses(part)));
}

const ADDRESS = /^(\d{1,3}\.){3}\d{1,3}$/;
const PRIVATE = /^(10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;

/** Whom the names that pods ask for are asked. */
function resolvers(file: Value): string[] {
  const lines = typeof file === 'string' ? file.split('\n') : [];
  return lines.flatMap((line) => {
    const [, servers] = line.match(/^\s*forward\s+\S+\s+([^{]+)/) ?? [];
    return (servers ?? '').split(/\s+/).filter((one) => one !== '' && !one.startsWith('/'));
  });
}

const known = oncePer((plan: Plan) => new Set(plannedObjects(plan).flatMap(({ before }) => hostsOf(before))));

/** What is sent to somebody no more, or without TLS. */
export function sendsLess(change: Change, plan: Plan): { readonly lost: string[]; readonly open: string[] } {
  const found = { lost: [] as string[], open: [] as string[] };
  for (const { before, after } of objectChanges(change, plan)) {
    const was = outputsOf(before);
    if (!before || was.length === 0 || (!after && isWithNamespace(before, plan))) continue;
    const will = outputsOf(after);
    const kept = after ? new Set(will.flatMap(namesOf)) : sentAfter(plan);
    const gone = was.flatMap(namesOf).filter((name) => !kept.has(name));
    if (gone.length > 0) {
      found.lost.push(
        `${after ? '' : 'is deleted: '}${after ? 'sends' : `${nameOf(before)} sends`} nothing to ${[...new Set(gone)].join(', ')} any more`,
      );
    }
    for (const output of will) {
      const same = was.find((other) => textOf(other) === textOf(output));
      if (same?.hasTls && !output.hasTls) found.open.push(`sends to ${textOf(output)} without TLS`);
      else if (same?.verifies && !output.verifies)
        found.open.push(`sends to whoever says to be ${textOf(output)}: nothing verifies its certificate`);
    }
  }
  return found;
}

/** Its receivers, or else what it is. */
const namesOf = ({ plugin, receivers }: Output): readonly string[] =>
  receivers.length > 0 ? receivers : [plugin];

const textOf = (output: Output) => namesOf(output).join(', ');

const sentAfter = oncePer(
  (plan: Plan) => new Set(plannedObjects(plan).flatMap(({ after }) => outputsOf(after).flatMap(namesOf))),
);
