import type { Actor } from './actors';
import type { Asset } from './world/things';
import type { World } from './world/world';

export const GLUE = '; ';

/** Who it is, in as few words as tell it: `all roles of dev-services`. */
export function namesOf(actors: readonly Actor[], world: World): string {
  const alone = actors.filter(({ among }) => among === undefined).map(({ title }) => title);
  const groups = new Map<string, { kind: 'pods' | 'roles'; stack: string; names: string[] }>();
  for (const { kind, stack, name } of actors.flatMap(({ among }) => among ?? [])) {
    const group = groups.get(`${kind} ${stack}`) ?? { kind, stack, names: [] };
    group.names.push(`\`${name}\``);
    groups.set(`${kind} ${stack}`, group);
  }
  const grouped = [...groups.values()].map(({ kind, stack, names }) => {
    const isAll = names.length > 1 && names.length === countOf(kind, stack, world);
    const which = names.sort().join(', ');
    if (isAll) return `all ${kind} of ${stack}`;
    return kind === 'pods' ? `pods of ${which} in ${stack}` : `${which} of ${stack}`;
  });
  return [...alone, ...grouped].join(GLUE);
}

function countOf(kind: 'pods' | 'roles', stack: string, { roles, clusters }: World): number {
  const all = kind === 'roles' ? roles : clusters.flatMap(({ accounts }) => accounts);
  return all.filter((one) => one.stack === stack).length;
}

/** Which things, by stacks: `dev: all`. */
export function thingNames(
  found: readonly Pick<Asset, 'stack' | 'name'>[],
  all: readonly Pick<Asset, 'stack'>[],
): string {
  const stacks = [...new Set(found.map(({ stack }) => stack))].sort();
  const byStack = stacks.map((stack) => {
    const own = found.filter((thing) => thing.stack === stack);
    const isAll = own.length === all.filter((thing) => thing.stack === stack).length;
    const names = own.map(({ name }) => `\`${name}\``).sort();
    return `${stack}: ${isAll ? 'all' : names.join(', ')}`;
  });
  return byStack.join(GLUE);
}
