import type { Change } from '../../change';
import type { Plan } from '../../plan';
import { at, list, texts, type Value } from '../../value';
import { objectChanges } from '../objects';

/** Hosts that an Ingress still answers for, and by TLS no more. */
export function hostsWithoutTls(change: Change, plan: Plan): string[] {
  return objectChanges(change, plan).flatMap(({ before, after }) => {
    if (before?.kind !== 'Ingress' || after?.kind !== 'Ingress') return [];
    const has = new Set(secured(after.body));
    const answers = new Set(list(at(after.body, 'spec.rules')).flatMap((rule) => texts(at(rule, 'host'))));
    const lost = secured(before.body).filter((host) => !has.has(host) && answers.has(host));
    return lost.length > 0 ? [`takes requests for ${[...new Set(lost)].join(', ')} without TLS`] : [];
  });
}

const secured = (body: Value) => list(at(body, 'spec.tls')).flatMap((one) => texts(at(one, 'hosts')));
