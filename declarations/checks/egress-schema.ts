import { z } from 'zod';
import { texts } from './values';

/**
 * A whole name. A name that ends in digits alone is an address, and `localhost` and names of the cluster are no way out.
 * Source: Amazon EKS User Guide, "Use Network Policies with EKS Auto Mode", domainNames.
 */
const HOST = /^(?=.{4,200}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;
const INSIDE = /\.(local|internal|localhost)$/;
const ALLOWED_HOST =
  'a whole name outside of the VPC, such as smtp.partner.example: lower-case, no address, no *, nothing that ends in .local, .internal or .localhost';

/** By which names are looked up, and which `bind: ['internet']` opens. */
const OTHERWISE = [53, 443];
const port = z
  .int()
  .min(1)
  .max(65_535)
  .refine((number) => !OTHERWISE.includes(number))
  .meta({ allowed: "1 to 65535, but for 53, and for 443, which bind: ['internet'] opens" });

/** What a service reaches outside of the VPC beyond HTTPS. */
export const egress = z
  .array(z.strictObject({ host: texts((host) => HOST.test(host) && !INSIDE.test(host), ALLOWED_HOST), port }))
  .max(20)
  .meta({ allowed: "at most 20 of { host: 'smtp.partner.example', port: 587 }" });
