import { list, Mark, type Value } from '../value';
import { isSet, type Order } from './order';

// How strong encryption and TLS are, by the words that AWS has for them.

/** 0 none, 1 by a key of the service, 2 by a key of KMS, 3 twice. Nothing is what the service does by itself. */
export function cryptoRank(value: Value): number {
  if (!isSet(value)) return 1;
  if (value instanceof Mark) return 0;
  const text = `${value}`.toLowerCase();
  if (/^(none|disabled|off|false|plaintext|unencrypted|no[-_]encrypt)/.test(text)) return 0;
  if (/dsse/.test(text)) return 3;
  return /kms|cse|customer|must|^required?$|verify/.test(text) ? 2 : 1;
}

export const weakerCrypto: Order = (was, will) => cryptoRank(will) < cryptoRank(was);

/** 0 none, 1 of AWS, 2 of one's own. */
function keyRank(value: Value): number {
  if (!isSet(value)) return 0;
  return typeof value === 'string' && /(^|[:/])alias\/aws\/|^AWS_OWNED/.test(value) ? 1 : 2;
}

/** A key of one's own becomes one of AWS or none, or one that another account can take away. */
export const weakerKey: Order = (was, will) =>
  keyRank(will) < keyRank(was) || (account(was) !== undefined && isOther(account(was), account(will)));

export function saysKey(was: Value, will: Value): string {
  if (!isSet(will)) return 'is no longer encrypted by a key of its own';
  if (keyRank(will) < keyRank(was))
    return `is encrypted by a key of AWS, no longer by one of its own: ${will}`;
  return `is encrypted by a key of another account: ${account(was)} → ${account(will)}`;
}

function isOther(was: string | undefined, will: string | undefined): boolean {
  return will !== undefined && will !== was;
}

function account(key: Value): string | undefined {
  return typeof key === 'string' ? /^arn:aws[\w-]*:kms:[\w-]*:(\d{12}):/.exec(key)?.[1] : undefined;
}

/** The oldest TLS that a policy takes, by its name, as a number: 0 is SSL or TLS 1.0, 13 is TLS 1.3. */
function tlsRank(value: Value): number {
  if (value instanceof Mark) return -1;
  const text = `${value ?? ''}`.toUpperCase();
  if (/SSL_?V?[23]/.test(text)) return -1;
  if (/TRANSFERSECURITYPOLICY/.test(text)) return transferRank(text);
  if (/TLS13[-_]1[-_]3|V1\.3|TLS[-_]1[-_]3/.test(text)) return 13;
  // Of the policies of load balancers, -Res takes fewer ciphers and -Ext older ones.
  if (/1[-_.]2(?!\d)/.test(text)) return /-EXT/.test(text) ? 12 : /-RES|PFS/.test(text) ? 12.2 : 12.1;
  if (/1[-_.]1(?!\d)/.test(text)) return 11;
  return 10;
}

function transferRank(text: string): number {
  const year = Number(/20\d\d/.exec(text)?.[0] ?? 2018);
  return /RESTRICTED|FIPS|PQ/.test(text) ? Math.max(year, 2024) : year;
}

export const olderTls: Order = (was, will) => isSet(was) && tlsRank(will) < tlsRank(was);
/** One of the protocols is older than all were. */
export const olderProtocols: Order = (was, will) =>
  will instanceof Mark || Math.min(99, ...list(will).map(tlsRank)) < Math.min(99, ...list(was).map(tlsRank));
