import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';

/**
 * Verifies a server against the authorities of a file. Without one the connection is encrypted, and the server is not
 * verified: certificates of managed databases come from authorities that no image has.
 */
export function trust(caFile: string | undefined): ConnectionOptions {
  return caFile ? { ca: readFileSync(caFile, 'utf8') } : { rejectUnauthorized: false };
}
