import { thingsOf } from '../declarations/backing';
import type { Declared } from '../declarations/binding';
import { problemAt } from '../problems/document';
import type { Problem } from '../problems/problem';
import { CATALOGUE } from './catalogue/catalogue';
import type { Environment } from './environment';
import { parametersOf } from './kinds/kinds';

/** Sizes of servers that the region does not have. */
export function checkRegion(environment: Environment, { backing }: Declared, region: string): Problem[] {
  return thingsOf(backing).flatMap((thing) => {
    const own = parametersOf(thing, environment.parameters);
    const key = 'instanceClass' in own ? 'instanceClass' : 'nodeType';
    const size = (own as Partial<Record<typeof key, string>>)[key];
    const { sizes } = thing.section === 'databases' ? CATALOGUE.databases : CATALOGUE.caches;
    if (size === undefined || !sizes[size]?.notIn.includes(region)) return [];
    const family = /^(?:db|cache)\.[a-z]/.exec(size)![0];
    const there = Object.keys(sizes).filter(
      (other) =>
        other.startsWith(family) &&
        other.split('.')[2] === size.split('.')[2] &&
        !sizes[other]!.notIn.includes(region),
    );
    const got = `"${size}", which ${region} does not have`;
    const allowed = `a size that the region has${there.length > 0 ? `, such as ${there.slice(-3).join(', ')}` : ''}`;
    return [problemAt(environment.document, [thing.section, thing.name, key], got, allowed)];
  });
}
