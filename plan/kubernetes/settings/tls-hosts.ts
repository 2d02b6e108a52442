import type { Change } from '../../change';
import { oncePer } from '../../once-per';
import type { Plan } from '../../plan';
import { at, list, texts, type Value } from '../../value';
import { objectChanges, plannedObjects } from '../objects';

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

/** Listeners without TLS beside those that have it, where no route leads all that they get to HTTPS. */
export function listenersWithoutTls(change: Change, plan: Plan): string[] {
  return objectChanges(change, plan).flatMap(({ before, after }) => {
    if (before?.kind !== 'Gateway' || after?.kind !== 'Gateway') return [];
    const plain = (body: Value) =>
      list(at(body, 'spec.listeners'))
        .filter((one) => at(one, 'protocol') === 'HTTP')
        .map((one) => `${at(one, 'name')}`);
    const names = list(at(before.body, 'spec.listeners')).map((one) => `${at(one, 'name')}`);
    const added = plain(after.body).filter((name) => !names.includes(name));
    return added.length === 0 || redirected(plan).has(after.name)
      ? []
      : [`takes requests without TLS: listener ${added.join(', ')}`];
  });
}

/** Gateways of which some route does nothing but lead requests to HTTPS. */
const redirected = oncePer((plan: Plan) => {
  const routes = plannedObjects(plan).flatMap(({ after }) => (after?.kind === 'HTTPRoute' ? [after] : []));
  const leads = routes.filter(({ body }) =>
    list(at(body, 'spec.rules')).some((rule) =>
      list(at(rule, 'filters')).some((filter) => at(filter, 'requestRedirect.scheme') === 'https'),
    ),
  );
  return new Set(
    leads.flatMap(({ body }) => list(at(body, 'spec.parentRefs')).flatMap((one) => texts(at(one, 'name')))),
  );
});

const secured = (body: Value) => list(at(body, 'spec.tls')).flatMap((one) => texts(at(one, 'hosts')));
