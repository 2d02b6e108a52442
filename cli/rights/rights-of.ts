import type { Actor } from './actors';
import type { Reached } from './closure';
import { grantedInClusters, IN_CLUSTERS, type Where } from './cluster-matters';
import { changedRoles, granted, MATTERS, type Matter } from './matters';
import { GLUE, namesOf, thingNames } from './names';
import type { IamRole } from './world/identities';
import type { Asset } from './world/things';
import { thingsOf, type World } from './world/world';

/** A right, of all who are reached together. */
export interface RightLine {
  readonly title: string;
  /** What it is about. */
  readonly of: string;
  /** Who has it. */
  readonly as: string;
}

/** What those who are reached may do, without what none of them may. */
export function rightsOf(reached: readonly Reached[], world: World): RightLine[] {
  const actors = reached.map(({ actor }) => actor);
  const lines = [
    ...MATTERS.map((matter) =>
      line(matter.title, thingsOf(world, matter.kind), (actor) => once(actor, matter, world)),
    ),
    line('changes roles', world.roles, ({ caller }): readonly IamRole[] =>
      caller ? changedRoles(caller, world) : [],
    ),
    ...IN_CLUSTERS.map(({ title, wanted }) => inClusters(title, (actor) => grantedInClusters(actor, wanted))),
  ];
  return lines.filter(({ of }) => of !== '');

  function line<T extends Pick<Asset, 'stack' | 'name'>>(
    title: string,
    all: readonly T[],
    about: (actor: Actor) => readonly T[],
  ): RightLine {
    const found = new Set<T>();
    const who = actors.filter((actor) => {
      const more = about(actor).filter((thing) => !found.has(thing));
      for (const thing of more) found.add(thing);
      return more.length > 0;
    });
    return { title, of: thingNames([...found], all), as: namesOf(who, world) };
  }

  function inClusters(title: string, about: (actor: Actor) => readonly Where[]): RightLine {
    const found = new Map<string, Set<string>>();
    const who = actors.filter((actor) => {
      const more = about(actor).filter((place) => {
        const known = found.get(place.cluster) ?? new Set();
        return !known.has(EVERYWHERE) && !known.has(said(place));
      });
      for (const place of more) {
        const all =
          said(place) === EVERYWHERE ? [EVERYWHERE] : [...(found.get(place.cluster) ?? []), said(place)];
        found.set(place.cluster, new Set(all));
      }
      return more.length > 0;
    });
    const of = [...found].map(([cluster, places]) => `${cluster}: ${[...places].join(', ')}`);
    return { title, of: of.sort().join(GLUE), as: namesOf(who, world) };
  }
}

const EVERYWHERE = 'everywhere';

function said({ namespace, heldBy }: Where): string {
  const where = namespace === undefined ? EVERYWHERE : `\`${namespace}\``;
  return heldBy === undefined ? where : `${where} as far as ${heldBy.join(' and ')} let it`;
}

const known = new WeakMap<World, Map<string, Asset[]>>();

/** Asked once for each actor: many starts lead to it. */
function once({ id, caller }: Actor, matter: Matter, world: World): readonly Asset[] {
  if (caller === undefined) return [];
  const ofWorld = known.get(world) ?? new Map<string, Asset[]>();
  known.set(world, ofWorld);
  const key = `${id} ${matter.title}`;
  const things = ofWorld.get(key) ?? granted(caller, matter, world);
  ofWorld.set(key, things);
  return things;
}
