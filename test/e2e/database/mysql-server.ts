import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINES } from '../../../constructs/database/database-engine';
import { freePort } from '../../../local/machine/port';
import { fetchProgram } from '../../../local/machine/servers/fetch';
import type { Authority } from './authority';
import { dataFolder, must, runAsServer, startAsServer, stopServer, until } from './run';
import { HOST, type Server, type SignIn } from './server';

/** What RDS grants to its master user. Source: Amazon RDS User Guide, "Master user account privileges". */
const MASTER_RIGHTS =
  'SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, PROCESS, REFERENCES, INDEX, ALTER, SHOW DATABASES, CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, REPLICATION SLAVE, REPLICATION CLIENT, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, CREATE USER, EVENT, TRIGGER';

const MAX_CONNECTIONS = 100;

/** MySQL as RDS sets it up, with the platform's settings, and a master user without the rights that RDS keeps to itself. */
export async function startMysql(
  database: string,
  masterPassword: string,
  authority: Authority,
): Promise<Server> {
  const folder = await fetchProgram('mysql-9');
  const programs = join(folder, 'usr', 'bin');
  const server = join(folder, 'usr', 'sbin', 'mysqld');
  const data = dataFolder('mysql');
  const files = ['--no-defaults', `--basedir=${join(folder, 'usr')}`, `--datadir=${join(data, 'data')}`];
  const [log, statements, socket] = [
    join(data, 'error.log'),
    join(data, 'general.log'),
    join(data, 'socket'),
  ];
  runAsServer(server, [...files, '--initialize-insecure', `--log-error=${log}`]);
  const { key, certificate } = authority.issue(data);
  const port = await freePort(23_306);
  const child = startAsServer(server, [
    ...files,
    `--port=${port}`,
    `--bind-address=${HOST}`,
    `--socket=${socket}`,
    '--mysqlx=OFF',
    `--ssl-key=${key}`,
    `--ssl-cert=${certificate}`,
    '--secure-file-priv=NULL',
    // As every server of the platform has them.
    ...ENGINES.mysql.settings(MAX_CONNECTIONS).map(({ name, value }) => `--${name}=${value}`),
    '--innodb-flush-log-at-trx-commit=0',
    // Every statement, though RDS does not send this log on.
    '--general-log=ON',
    `--general-log-file=${statements}`,
    `--log-error=${log}`,
  ]);
  const mysql = (args: readonly string[], sql: string, env: Record<string, string> = {}) =>
    must(
      join(programs, 'mysql'),
      ['--no-defaults', '--skip-column-names', '--batch', ...args, `--execute=${sql}`],
      env,
    );
  const administer = (sql: string) => mysql([`--socket=${socket}`, '--user=root'], sql);
  const query = ({ user, password, database: name, tls = true }: SignIn, sql: string) =>
    mysql(
      [
        `--host=${HOST}`,
        `--port=${port}`,
        '--protocol=TCP',
        `--user=${user}`,
        `--database=${name}`,
        `--ssl-mode=${tls ? 'REQUIRED' : 'DISABLED'}`,
      ],
      sql,
      { MYSQL_PWD: password },
    );
  await until(() => administer('SELECT 1'), child);
  await administer(
    `CREATE USER administrator IDENTIFIED BY '${masterPassword.replaceAll("'", "''")}'; GRANT ${MASTER_RIGHTS} ON *.* TO administrator WITH GRANT OPTION; CREATE DATABASE ${database}`,
  );
  // Its master user may not KILL, and has this in its place.
  // Source: Amazon RDS User Guide, "Ending a session or query".
  await administer('CREATE PROCEDURE mysql.rds_kill(IN thread BIGINT) KILL thread');
  return {
    port,
    programs,
    master: 'administrator',
    authorities: authority.bundle,
    query,
    administer,
    readLogs: () => [log, statements].map((file) => readFileSync(file, 'utf8')).join(''),
    stop: async () => {
      await stopServer(child);
      rmSync(data, { recursive: true, force: true });
    },
  };
}
