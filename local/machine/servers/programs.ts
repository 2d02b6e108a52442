import type { DebianPrograms } from './debian';

/** Of a server behind the emulated AWS. */
export interface ServerVersion {
  /** As AWS names it: `postgres`, `mysql`, `valkey`, `redis` or `memcached`. */
  readonly engine: string;
  readonly version: string;
}

const postgres = (major: number, release: string): DebianPrograms => ({
  release,
  packages: [`postgresql-${major}`],
  programs: ['initdb', 'postgres', 'psql', 'pg_basebackup', 'pg_dumpall', 'pg_dump'].map(
    (name) => `usr/lib/postgresql/${major}/bin/${name}`,
  ),
});

// One binary has two names: the server is a link to it.
const redis = (engine: string, release: string): DebianPrograms => ({
  release,
  packages: [`${engine}-server`],
  programs: [`usr/bin/${engine}-check-rdb`, `usr/bin/${engine}-cli`],
});

/**
 * Where each server can be had that may stand behind the emulated AWS, by engine and major version. A release of Debian
 * has one version of each, and gets corrections of it. Its packages are signed, and no other registry has them all.
 */
export const PROGRAMS = {
  'postgres-17': postgres(17, 'trixie'),
  'postgres-18': postgres(18, 'forky'),
  // Of Debian's releases this one alone has MySQL, the others have MariaDB.
  'mysql-9': {
    release: 'sid',
    packages: ['mysql-server-core', 'mysql-client-core'],
    programs: ['usr/sbin/mysqld', 'usr/bin/mysql'],
  },
  'valkey-8': redis('valkey', 'trixie'),
  'valkey-9': redis('valkey', 'forky'),
  'redis-7': redis('redis', 'bookworm'),
  'memcached-1': { release: 'trixie', packages: ['memcached'], programs: ['usr/bin/memcached'] },
} as const satisfies Readonly<Record<string, DebianPrograms>>;

export type ProgramName = keyof typeof PROGRAMS;

/**
 * The one to stand behind a version that AWS is asked for: of that major, else the next one above, else below.
 * Undefined: there is none of that engine.
 */
export function programFor({ engine, version }: ServerVersion): ProgramName | undefined {
  const wanted = Number.parseInt(version, 10);
  const names = (Object.keys(PROGRAMS) as ProgramName[]).filter((name) => name.startsWith(`${engine}-`));
  const major = (name: string) => Number(name.split('-')[1]);
  return names.find((name) => major(name) >= wanted) ?? names.at(-1);
}
