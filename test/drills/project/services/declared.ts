import type { Declared } from '../../../../declarations/binding';
import { backing } from './backing';
import { services } from './services';

/** All that exists in every environment. */
export const declared = { backing, services } satisfies Declared;
