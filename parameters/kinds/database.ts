import { z } from 'zod';
import type { DatabaseDeclaration, DatabaseEngine } from '../../declarations/backing';
import { engineVersion, serverSize } from '../catalogue/offered';
import { flag, whole } from '../schema';
import type { Refusal } from './kind-parameters';
import { databaseServer, refuseServer } from './server';

/** Majors that the platform was tried with. */
const MAJORS: Record<DatabaseEngine, readonly string[]> = { postgres: ['16', '17', '18'], mysql: ['8.4'] };

/**
 * MySQL has no Performance Insights below 4 GiB of memory, and the platform does not run blind.
 * Source: Amazon RDS User Guide, "Amazon RDS DB engine, Region, and instance class support for
 * Performance Insights".
 */
const DATABASE_CLASS: Record<DatabaseEngine, { pattern: RegExp; allowed: string }> = {
  postgres: {
    pattern: /^db\.[cmrtxz]\d[a-z]*\.(micro|small|medium|large|([1-9]\d?)?xlarge)$/,
    allowed: 'an RDS instance class such as db.t4g.small or db.m7g.large, not metal',
  },
  mysql: {
    pattern: /^db\.[cmrtxz]\d[a-z]*\.(medium|large|([1-9]\d?)?xlarge)$/,
    allowed: 'an RDS instance class of medium or more, such as db.t4g.medium, not metal',
  },
};

const version = (engine: DatabaseEngine, description: string) =>
  engineVersion('databases', [{ engine, majors: MAJORS[engine] }], { description, change: 'restart' });

const schema = ({ engine }: DatabaseDeclaration) =>
  z.strictObject({
    version: version(engine, 'Engine version. A new major is a restart of minutes; take a snapshot first.'),
    instanceClass: serverSize('databases', DATABASE_CLASS[engine].pattern, {
      description: 'Size of the server.',
      allowed: DATABASE_CLASS[engine].allowed,
      change: 'restart',
    }),
    storageGiB: whole(20, 16384, {
      description: 'Disk at the start. It grows by itself up to maxStorageGiB and never shrinks.',
      unit: 'GiB',
      change: 'in place',
    }),
    maxStorageGiB: whole(22, 65536, {
      description: 'Where growth ends. At least a tenth above storageGiB.',
      unit: 'GiB',
      change: 'in place',
    }),
    multiAz: flag({
      description: 'A standby in a second zone that takes over within a minute or two. Doubles the price.',
      change: 'in place',
    }).default(false),
    backupRetentionDays: whole(1, 35, {
      description: 'How far back the database can be restored, to the second.',
      unit: 'days',
      change: 'in place',
    }).default(7),
    server: databaseServer(version(engine, 'The version that it runs.')),
  });

export type DatabaseParameters = z.output<ReturnType<typeof schema>>;

function refuse({ server, ...parameters }: DatabaseParameters): Refusal[] {
  return [...refuseStorage(parameters), ...refuseServer(server)];
}

/** AWS refuses a limit of growth less than a tenth above what there is. */
function refuseStorage({
  storageGiB,
  maxStorageGiB,
}: Pick<DatabaseParameters, 'storageGiB' | 'maxStorageGiB'>): Refusal[] {
  const least = Math.ceil((storageGiB * 11) / 10);
  if (maxStorageGiB >= least) return [];
  const allowed = `${least} or more, a tenth above storageGiB`;
  return [{ path: ['maxStorageGiB'], got: `${maxStorageGiB}`, allowed }];
}

export const database = { schema, refuse };
