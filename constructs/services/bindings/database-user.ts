import { createHash } from 'node:crypto';
import { isShared, type Runtime } from '../runtime/runtime';
import type { Turn } from './binder';

/** Source: MySQL Reference Manual, "Account User Names and Passwords". PostgreSQL takes twice as many. */
const LONGEST = 32;
const HASH_LENGTH = 8;

/** The user of a service in a database. On a server that others use as well its name says whose it is. */
export function databaseUser(
  runtime: Pick<Runtime, 'guest'>,
  database: string,
  service: string,
  turn: Turn,
): string {
  const owner = isShared(runtime, database)
    ? `${service}_${runtime.guest!.id.replaceAll('-', '_')}`
    : service;
  const room = LONGEST - `_${turn}`.length;
  return `${owner.length > room ? shorten(owner, room) : owner}_${turn}`;
}

function shorten(whole: string, most: number): string {
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, HASH_LENGTH);
  return `${whole.slice(0, most - HASH_LENGTH - 1)}_${hash}`;
}
