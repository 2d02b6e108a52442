import type { Change } from '../../change';
import type { Plan } from '../../plan';
import type { Order } from '../../setting/order';
import { pairs } from '../../setting/pairs';
import { isWeakened, partOf, untold } from '../../setting/setting';
import { at, list, Mark, type Value, type Values } from '../../value';
import { marked, type PlannedObject } from '../object';
import { objectChanges } from '../objects';

/** A field of an object of Kubernetes that must not get weaker, typed or as a manifest. */
export interface ObjectSetting {
  /** Empty: of every kind. */
  readonly kinds: readonly string[];
  /**
   * As the API has it: `spec.persistentVolumeReclaimPolicy`. `*` stands for each item of a list. An annotation stands
   * with its whole name behind `metadata.annotations`.
   */
  readonly path: string;
  /** What is stronger: one of plan/setting/order.ts. */
  readonly isWeaker: Order;
  /** What it then is, in words that follow the address. */
  readonly says: (was: Value, will: Value) => string;
  /** Whether nothing may be made with that value either. */
  readonly isBad?: (value: Value) => boolean;
  /** When another field of the object as it is afterwards makes it good all the same. */
  readonly unless?: (after: Value) => boolean;
  /** What Kubernetes, or the controller, takes where nothing is set. */
  readonly absent?: Value;
}

/** Why objects that a change makes are weaker than they were. */
export function weakerObjects(change: Change, plan: Plan, settings: readonly ObjectSetting[]): string[] {
  return objectChanges(change, plan).flatMap(({ before, after }) =>
    after ? settings.flatMap((setting) => weakerBy(marked(before), marked(after)!, setting)) : [],
  );
}

function weakerBy(
  before: PlannedObject | undefined,
  after: PlannedObject,
  { kinds, path, isWeaker, says, isBad, absent, unless }: ObjectSetting,
): string[] {
  if ((kinds.length > 0 && !kinds.includes(after.kind)) || unless?.(after.body)) return [];
  return leaves(before?.body, after.body, path).flatMap(({ was, will, isNew }) => {
    // What was never set, in a part that nobody can see as a whole, is most likely not set.
    if (
      will === Mark.sensitive ||
      (was === undefined && will instanceof Mark && at(after.body, path) !== will)
    )
      return [];
    const [had, has] = [was ?? absent, will ?? absent];
    const isFound = isNew ? (isBad?.(has) ?? false) : isWeakened(isWeaker, had, has);
    return isFound ? [`${says(had, has)}${untold(path, has)}`] : [];
  });
}

interface Leaf {
  readonly was: Value;
  readonly will: Value;
  readonly isNew: boolean;
}

function leaves(before: Values | undefined, after: Values, path: string): Leaf[] {
  const [head, tail] = path.split(/\.\*\.(.*)/s, 2);
  const isNew = before === undefined;
  if (tail === undefined) return [{ was: partOf(before, path), will: partOf(after, path), isNew }];
  const [was, will] = [partOf(before, head!), partOf(after, head!)];
  return pairs(list(was), list(will))
    .filter((pair) => pair.will !== undefined)
    .map((pair) => ({
      was: partOf(pair.was, tail),
      will: partOf(pair.will, tail),
      isNew: isNew || pair.was === undefined,
    }));
}

/** An annotation by its name. */
export const note = (name: string) => `metadata.annotations.${name}`;
