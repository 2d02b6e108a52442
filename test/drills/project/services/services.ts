import type { Services } from '../../../../declarations/service';
import { shop } from './shop';

/** What runs in every environment. */
export const services = { shop } satisfies Services;
