import { createHash } from 'node:crypto';
import { isShared, type Runtime } from '../runtime/runtime';
import type { Turn } from './binder';

/** Source: MySQL Reference Manual, "Account User Names and Passwords". PostgreSQL takes twice as many. */
const LONGEST = 32;
/** Leaves a letter of the service before it, beside the longest id of a preview. */
const HASH_LENGTH = 6;

/**
 * The user of a service in a database. On a server that others use as well the end of its name says whose it is: the
 * host makes no other for a preview (setup/guest-user.sh), which counts on one underscore at most before a host's turn.
 */
export function databaseUser(
  runtime: Pick<Runtime, 'guest'>,
  database: string,
  service: string,
  turn: Turn,
): string {
  const preview = isShared(runtime, database) ? `_${runtime.guest!.id.replaceAll('-', '_')}` : '';
  const ending = `${preview}_${turn}`;
  const room = LONGEST - ending.length;
  return `${service.length > room ? shorten(service, room) : service}${ending}`;
}

function shorten(whole: string, most: number): string {
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, HASH_LENGTH);
  return `${whole.slice(0, most - HASH_LENGTH - 1)}_${hash}`;
}
