import type { Disturbance, Moment, Point } from '../point';

type Row = readonly [name: string, moment: Moment, disturbance: Disturbance, then: readonly string[]];

/** Points that have the command in common. */
export function points(
  {
    group,
    ...common
  }: Pick<Point, 'underWay' | 'start' | 'change' | 'command' | 'goal'> & { readonly group: string },
  rows: readonly Row[],
): Point[] {
  return rows.map(([name, moment, disturbance, then]) => ({
    ...common,
    name: `${group}/${name}`,
    moment,
    disturbance,
    then,
  }));
}
