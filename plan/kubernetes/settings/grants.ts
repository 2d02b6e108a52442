import type { Change } from '../../change';
import type { Plan } from '../../plan';
import { at, list, Mark, type Value } from '../../value';
import { objectChanges } from '../objects';

/** What other namespaces may use of one that they could not: `ReferenceGrant` of the Gateway API. */
export function newGrants(change: Change, plan: Plan): string[] {
  return objectChanges(change, plan).flatMap(({ before, after }) => {
    if (after?.kind !== 'ReferenceGrant') return [];
    const had = new Set(grants(before?.body));
    const given = grants(after.body).filter((one) => !had.has(one));
    return given.length > 0
      ? [`lets other namespaces use what is in ${after.namespace}: ${given.join(', ')}`]
      : [];
  });
}

function grants(body: Value): string[] {
  return list(at(body, 'spec.from')).flatMap((from) =>
    list(at(body, 'spec.to')).map((to) => {
      const name = at(to, 'name');
      return `${word(at(to, 'kind'))} ${name === undefined ? '(all)' : word(name)} by ${word(at(from, 'kind'))} of ${word(at(from, 'namespace'))}`;
    }),
  );
}

const word = (value: Value) => (value instanceof Mark ? value.text : `${value ?? ''}`);
