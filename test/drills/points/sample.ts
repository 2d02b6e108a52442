import type { Point } from '../point';
import { allPoints } from './all';

const named = (name: string) => allPoints.find((point) => point.name === name)!;

/** Ten that have something of everything, in two rows: each begins where the one before it ends. */
export const rowsOfSample: readonly (readonly Point[])[] = [
  [
    'from-zero/power-cut',
    'services/terraform-killed',
    'change/ctrl-c',
    'revert/expired',
    'destroy/terraform-killed-platform',
  ],
  [
    'from-zero/throttled',
    'local-up/ctrl-c',
    'preview-up/terraform-killed',
    'preview-down/ctrl-c',
    'local-down/terraform-killed',
  ],
].map((row) => row.map(named));

export const sample: readonly Point[] = rowsOfSample.flat();
