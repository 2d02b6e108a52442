import { z } from 'zod';
import { expanded } from '../expanded';
import type { Rule } from '../finding';
import type { PlannedObject } from '../kubernetes/object';
import { clusterSides, isThere, nameOf, type ObjectChange, objectChanges } from '../kubernetes/objects';
import type { Plan } from '../plan';
import { at, list, Mark } from '../value';

/** As the job that fills databases of previews has it: constructs/services/bindings/seeds/seed.ts. */
const MASKS = 'MASKS';

export const previewDataWidened: Rule = {
  id: 'preview-data-widened',
  kind: 'exposure',
  finds:
    "previews, and so code of any branch, get a column of an environment's database as it is, or less masked than before",
  judge: (change, plan) => objectChanges(change, plan).flatMap((object) => widened(object, plan)),
};

function widened({ before, after }: ObjectChange, plan: Plan): string[] {
  const will = masksOf(after);
  // An environment that is new has no data yet.
  if (will === undefined || isNew(after!.namespace, plan)) return [];
  if (typeof will === 'string') return [`may give previews every column as it is: its masks are ${will}`];
  const was = masksOf(before);
  const known = typeof was === 'object' ? was : {};
  return Object.entries(will).flatMap(([column, mask]) => {
    const earlier = Object.hasOwn(known, column) ? known[column] : undefined;
    if (seen(mask) <= seen(earlier)) return [];
    const how = earlier === undefined ? 'which they did not have' : `which was masked by ${earlier}`;
    return [
      `gives previews ${column} ${mask === 'keep' ? 'as it is' : `by ${mask}`}, ${how}: ${nameOf(after!)}`,
    ];
  });
}

function isNew(namespace: string, plan: Plan): boolean {
  const isLater = clusterSides(plan).after.has(`Namespace /${namespace}`);
  return isLater && !isThere('Namespace', '', namespace, plan);
}

/** How much of a value is seen: all of it, almost all of a date that is hardly shifted, or nothing. */
function seen(mask: string | undefined): number {
  if (mask === 'keep') return Number.POSITIVE_INFINITY;
  const days = mask?.match(/^shiftDays (\d+)$/)?.[1];
  return days === undefined ? 0 : 1 / Number(days);
}

const masks = z.record(z.string(), z.string());

/** The mask of each column, or why they are not known. Undefined: an object without masks. */
function masksOf(object: PlannedObject | undefined): z.infer<typeof masks> | string | undefined {
  if (object?.kind !== 'CronJob') return undefined;
  const containers = list(at(object.body, 'spec.jobTemplate.spec.template.spec.containers'));
  const variables = containers.flatMap((container) => list(at(container, 'env')));
  const variable = variables.find((variable) => at(variable, 'name') === MASKS);
  if (variable === undefined) return undefined;
  const value = at(variable, 'value');
  if (value instanceof Mark) return value.text;
  return masks.safeParse(expanded(value)).data ?? 'not those of columns';
}
