import { z } from 'zod';
import { documented, text } from '../schema';
import type { Refusal } from './kind-parameters';

/** The server that a database or a cache begins with. Its identifier is the plain name, `prod-orders`. */
export const FIRST_SERVER = 'a';

const LETTER = /^[a-z]$/;
/** UTC, to the second, as RDS takes it. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
/** What RDS calls a server for good, also when it is gone. */
const RESOURCE_ID = /^db-[A-Z0-9]{16,64}$/;
const LATEST = 'latest';

/** Names of snapshots: one's own, those of RDS (`rds:…`) and of AWS Backup (`awsbackup:…`), and ARNs of shared ones. */
const DATABASE_SNAPSHOT =
  /^((rds:|awsbackup:)?[A-Za-z]\w*(-\w+)*|arn:aws[a-z-]*:rds:[a-z0-9-]+:\d{12}:snapshot:[\w:-]+)$/;
const CACHE_SNAPSHOT = /^(automatic\.)?[A-Za-z][A-Za-z0-9]*([.-][A-Za-z0-9]+)*$/;

const snapshot = (pattern: RegExp, allowed: string) =>
  text(pattern, {
    description: 'The snapshot that the server begins with.',
    allowed,
    change: 'in place',
  }).optional();

const letter = (description: string, allowed: string, pattern = LETTER) =>
  text(pattern, { description, allowed, change: 'replacement' });

const server = <R extends z.ZodType>(restored: R, version: z.ZodType<string>) =>
  documented(
    z.strictObject({
      name: letter(
        'Which server is in use: its identifier ends in this letter. The next letter is a new server.',
        'a letter from b to z; the first server is a, and needs no `server`',
        /^[b-z]$/,
      ),
      restored,
      old: documented(
        z
          .array(
            z.strictObject({
              name: letter('Its letter.', 'the letter of an earlier server; a for the first one'),
              version,
            }),
          )
          .default([]),
        {
          description:
            'Servers that were in use before. They stay as they are, closed to everybody, until they are taken out here.',
          allowed: 'a name and the version that it runs, for each',
          change: 'in place',
        },
      ),
    }),
    {
      description:
        'Which server holds the data, once it was restored: docs/runbooks/restore.md. Left out: the first one.',
      allowed: 'the parameters below',
      change: 'restart',
    },
  ).optional();

/** Which server a database is on, and what that began with. */
export const databaseServer = (version: z.ZodType<string>) =>
  server(
    documented(
      z.strictObject({
        snapshot: snapshot(
          DATABASE_SNAPSHOT,
          'the name of a snapshot such as prod-orders-before-18 or rds:prod-orders-2026-11-29-02-07, or the ARN of a shared one',
        ),
        pointInTime: text(new RegExp(`${MOMENT.source}|^${LATEST}$`), {
          description: 'The moment whose data the server begins with, in place of a snapshot.',
          allowed: `a time in UTC such as 2026-11-29T10:00:00Z, or ${LATEST}`,
          change: 'in place',
        }).optional(),
        of: text(new RegExp(`${LETTER.source}|${RESOURCE_ID.source}`), {
          description: 'The server that had the data at `pointInTime`.',
          allowed: 'the letter of a server in `old`, or the resource id (db-…) of one that is gone',
          change: 'in place',
        }).optional(),
      }),
      RESTORED,
    ).optional(),
    version,
  );

/** Which server a cache is on, and what that began with. */
export const cacheServer = (version: z.ZodType<string>) =>
  server(
    documented(
      z.strictObject({
        snapshot: snapshot(
          CACHE_SNAPSHOT,
          'the name of a snapshot such as before-the-move or automatic.prod-sessions-2026-11-29-02-07',
        ),
      }),
      RESTORED,
    ).optional(),
    version,
  );

const RESTORED = {
  description:
    'What the server begins with. It counts only while the server is made: later it can be taken out, and a change does nothing. Left out: an empty one.',
  allowed: 'a snapshot or a time',
  change: 'in place',
} as const;

export interface ServerParameters {
  readonly name: string;
  readonly restored?: { readonly snapshot?: string; readonly pointInTime?: string; readonly of?: string };
  readonly old: readonly { readonly name: string; readonly version: string }[];
}

/**
 * What is wrong with the server that a thing is on.
 * @param now in milliseconds since 1970.
 */
export function refuseServer(server: ServerParameters | undefined, now = Date.now()): Refusal[] {
  if (server === undefined) return [];
  return [...refuseOld(server), ...refuseRestored(server, now)];
}

function refuseOld({ name, old }: ServerParameters): Refusal[] {
  return old.flatMap((each, index) => {
    const isTwice = old.findIndex((other) => other.name === each.name) !== index;
    if (each.name !== name && !isTwice) return [];
    const allowed = `each server once, and not "${name}", which is in use`;
    return [{ path: ['server', 'old', index, 'name'], got: `"${each.name}"`, allowed }];
  });
}

function refuseRestored({ restored, old }: ServerParameters, now: number): Refusal[] {
  if (restored === undefined) return [];
  const { snapshot, pointInTime, of } = restored;
  const at = (key: string, got: string, allowed: string) => [
    { path: ['server', 'restored', key], got, allowed },
  ];
  if ((snapshot === undefined) === (pointInTime === undefined)) {
    const got = snapshot === undefined ? 'neither a snapshot nor a time' : 'a snapshot and a time';
    return [{ path: ['server', 'restored'], got, allowed: 'snapshot, or pointInTime with of' }];
  }
  if (snapshot !== undefined) {
    return of === undefined ? [] : at('of', `"${of}"`, 'nothing beside a snapshot, which knows its server');
  }
  const letters = old.map(({ name }) => name);
  return [
    ...refuseMoment(pointInTime!, now).flatMap(({ got, allowed }) => at('pointInTime', got, allowed)),
    ...(of !== undefined && (letters.includes(of) || RESOURCE_ID.test(of))
      ? []
      : at(
          'of',
          of === undefined ? 'nothing' : `"${of}"`,
          `${['a server in old', ...letters].join(': ')}; the resource id (db-…) of one that is gone; once the server is made, take restored out`,
        )),
  ];
}

function refuseMoment(moment: string, now: number): Pick<Refusal, 'got' | 'allowed'>[] {
  if (moment === LATEST) return [];
  const time = Date.parse(moment);
  // A day too many, as the 31st of February, would be one of the next month.
  const isReal = !Number.isNaN(time) && new Date(time).toISOString().slice(0, 19) === moment.slice(0, 19);
  if (!isReal) return [{ got: `"${moment}"`, allowed: 'a day and a time that there are' }];
  if (time < now) return [];
  return [{ got: `"${moment}", which is still to come`, allowed: `a time before now, or ${LATEST}` }];
}

/** What is wrong where another thing has the name that the server of this one would get: `orders-b`. */
export function refuseTaken(
  thing: string,
  server: ServerParameters | undefined,
  names: readonly string[],
): Refusal[] {
  const taken = server && `${thing}-${server.name}`;
  if (taken === undefined || !names.includes(taken)) return [];
  return [
    { path: ['server', 'name'], got: `"${server!.name}": "${taken}" is another`, allowed: 'the next letter' },
  ];
}

/** Whether backups of so many days no longer reach back to the moment that a server is restored to. */
export function isOutOfReach(server: ServerParameters | undefined, days: number, now = Date.now()): boolean {
  const moment = server?.restored?.pointInTime;
  return moment !== undefined && moment !== LATEST && Date.parse(moment) < now - days * 86_400_000;
}

/** Whether a server is named by its letter, not by its resource id. */
export function isLetter(of: string): boolean {
  return LETTER.test(of);
}

/** The moment as Terraform takes it; undefined: the latest that there is. */
export function restoreTime(pointInTime: string): string | undefined {
  return pointInTime === LATEST ? undefined : pointInTime;
}
