import { backing } from './backing';
import type { Declared } from './binding';
import { services } from './services';

/** All that exists in every environment. */
export const declared = { backing, services } satisfies Declared;
