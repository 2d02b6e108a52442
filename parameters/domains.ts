import { z } from 'zod';
import { HOST_LABEL } from '../declarations/host';
import { DOMAIN_NAME, ZONE_ID } from './places';
import { documented, oneOf, text } from './schema';

const name = (description: string) =>
  text(DOMAIN_NAME, {
    description,
    allowed: 'a domain name in lower-case letters such as www.shop.example, of at most 64 characters',
    change: 'in place',
  });

const domain = z.strictObject({
  host: text(HOST_LABEL, {
    description: 'The host of routes (`services/<name>.ts`) that answers there, with all of its paths.',
    allowed: 'the host of a public route; exactly one of host and redirectTo',
    change: 'in place',
  }).optional(),
  redirectTo: name(
    'Another domain of this file, to which browsers are sent for good, with path and query.',
  ).optional(),
  zone: documented(z.union([z.string().regex(DOMAIN_NAME), z.string().regex(ZONE_ID)]), {
    description:
      'The public Route 53 zone in which certificate and address are entered. Left out: it is elsewhere, and `npm run domains` tells what to enter there.',
    allowed: 'the name or the id of a zone, such as shop.example or Z0123456789ABC',
    change: 'in place',
  }).optional(),
  zoneAccount: oneOf(['environment', 'tooling'], {
    description:
      "Whose account has the zone. After `tooling`, run `npm run bootstrap`, which lets the environment's role enter these records.",
    change: 'in place',
  }).default('environment'),
});

/** Names of customers' own under which hosts are reached as well. */
export const domains = () =>
  documented(z.record(z.string().regex(DOMAIN_NAME).meta({ allowed: ALLOWED_DOMAIN }), domain), {
    description:
      'Further domains by which hosts of routes are reached (docs/domains.md). Previews have none.',
    allowed: ALLOWED_DOMAIN,
    change: 'in place',
  }).default({});

const ALLOWED_DOMAIN =
  'domain names in lower-case letters such as shop.example and www.shop.example, of at most 64 characters';

/** One of them. */
export type DomainParameters = z.output<typeof domain>;

/** By domain name. */
export type DomainsParameters = Readonly<Record<string, DomainParameters>>;

/** Whether a name is a domain itself, or one below it. */
export function isBelow(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}
