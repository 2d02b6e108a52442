import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../../local/machine/port';
import { fetchProgram } from '../../../local/machine/servers/fetch';
import type { Authority } from './authority';
import { dataFolder, must, runAsServer, startAsServer, stopServer, until } from './run';
import { HOST, type Server, type SignIn } from './server';

const BIN = 'usr/lib/postgresql/17/bin';
const OWNER = 'rdsadmin';

/**
 * PostgreSQL 17 as RDS sets it up: TLS only, a master user who makes roles but is no superuser and owns the
 * databases, DDL in the logs.
 */
export async function startPostgres(
  database: string,
  masterPassword: string,
  authority: Authority,
): Promise<Server> {
  const programs = join(await fetchProgram('postgres-17'), BIN);
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
  const { key, certificate } = authority.issue(data);
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
      ssl_key_file: key,
      ssl_cert_file: certificate,
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
    authorities: authority.bundle,
    query,
    administer,
    readLogs: () => readFileSync(logs, 'utf8'),
    stop: async () => {
      await stopServer(child);
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function settings(values: Record<string, string | number>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
