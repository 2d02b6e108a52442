import type { Point } from '../point';
import { change, revert } from './change';
import { changedMind, destroy } from './destroy';
import { fromZero } from './from-zero';
import { local } from './local';
import { preview } from './preview';
import { services } from './services';

/** Every bad moment that is tried. */
export const allPoints: readonly Point[] = [
  ...fromZero,
  ...services,
  ...change,
  ...revert,
  ...destroy,
  ...changedMind,
  ...local,
  ...preview,
];
