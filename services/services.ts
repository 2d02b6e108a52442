import type { Services } from '../declarations/service';
import { catalog } from './catalog';
import { report } from './report';
import { storefront } from './storefront';

/** What runs in every environment. A service's name is its key here. */
export const services = { storefront, catalog, report } satisfies Services;
