import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../../local/machine/port';
import { remove, unpack } from './debian';
import { dataFolder, must, runAsServer, startAsServer, stopServer, until } from './run';
import { HOST, type Server, type SignIn } from './server';

const BIN = 'usr/lib/postgresql/17/bin';
const OWNER = 'rdsadmin';

/**
 * PostgreSQL 17 as RDS sets it up: TLS only, a master user who makes roles but is no superuser and owns the
 * databases, DDL in the logs.
 */
export async function startPostgres(database: string, masterPassword: string): Promise<Server> {
  const folder = unpack({
    release: 'trixie',
    packages: ['postgresql-17'],
    programs: ['initdb', 'postgres', 'psql'].map((program) => `${BIN}/${program}`),
  });
  const programs = join(folder, BIN);
  const data = dataFolder('postgres');
  const logs = join(data, 'log');
  runAsServer(join(programs, 'initdb'), [
    '--pgdata',
    data,
    '--username',
    OWNER,
    '--auth',
    'trust',
    '--no-sync',
    '--no-locale',
    '--encoding',
    'UTF8',
  ]);
  makeCertificate(data);
  writeFileSync(
    join(data, 'pg_hba.conf'),
    `local all ${OWNER} trust\nhostssl all all ${HOST}/32 scram-sha-256\n`,
  );
  const port = await freePort(25_432);
  const child = startAsServer(join(programs, 'postgres'), [
    '-D',
    data,
    ...settings({
      port,
      unix_socket_directories: data,
      listen_addresses: HOST,
      ssl: 'on',
      fsync: 'off',
      log_statement: 'ddl',
      logging_collector: 'on',
      log_directory: data,
      log_filename: 'log',
      log_file_mode: '0644',
    }),
  ]);
  const psql = (args: readonly string[], sql: string, env: Record<string, string> = {}) =>
    must(
      join(programs, 'psql'),
      [
        '--no-psqlrc',
        '--tuples-only',
        '--no-align',
        '--quiet',
        '--set',
        'ON_ERROR_STOP=1',
        ...args,
        '--command',
        sql,
      ],
      env,
    );
  const administer = (sql: string) =>
    psql(['--host', data, '--port', `${port}`, '--username', OWNER, '--dbname', 'postgres'], sql);
  const query = ({ user, password, database: name, tls = true }: SignIn, sql: string) =>
    psql(
      [`host=${HOST} port=${port} user=${user} dbname=${name} sslmode=${tls ? 'require' : 'disable'}`],
      sql,
      { PGPASSWORD: password },
    );
  await until(() => administer('SELECT 1'), child);
  // Source: Amazon RDS User Guide, "Master user account privileges".
  await administer(
    `CREATE ROLE administrator LOGIN CREATEROLE CREATEDB PASSWORD '${masterPassword.replaceAll("'", "''")}'`,
  );
  await administer('GRANT pg_signal_backend TO administrator');
  for (const own of ['postgres', 'template1'])
    await administer(`ALTER DATABASE ${own} OWNER TO administrator`);
  await administer(`CREATE DATABASE ${database} OWNER administrator`);
  return {
    port,
    programs,
    master: 'administrator',
    query,
    administer,
    readLogs: () => readFileSync(logs, 'utf8'),
    stop: async () => {
      await stopServer(child);
      remove(data);
      remove(folder);
    },
  };
}

function settings(values: Record<string, string | number>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function makeCertificate(data: string): void {
  const [key, certificate] = [join(data, 'server.key'), join(data, 'server.crt')];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '1',
      '-subj',
      `/CN=${HOST}`,
      '-keyout',
      key,
      '-out',
      certificate,
    ],
    { stdio: 'pipe' },
  );
  const { uid, gid } = statSync(data);
  for (const file of [key, certificate]) {
    chownSync(file, uid, gid);
    chmodSync(file, 0o600);
  }
}
