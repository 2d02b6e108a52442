/** A driver whose program is in `test/drivers`, under the language that it is of. */
export interface Driver {
  readonly name: string;
  readonly server: 'PostgreSQL' | 'MySQL' | 'Redis' | 'Memcached';
  readonly language: 'node' | 'python' | 'go' | 'java';
  /** Its file, or for Go its folder. */
  readonly program: string;
}

const of = (
  server: Driver['server'],
  language: Driver['language'],
  programs: Readonly<Record<string, string>>,
): Driver[] => Object.entries(programs).map(([name, program]) => ({ name, server, language, program }));

export const DRIVERS: readonly Driver[] = [
  ...of('PostgreSQL', 'node', { 'node-postgres': 'pg.mjs' }),
  ...of('PostgreSQL', 'python', {
    psycopg: 'psycopg_url.py',
    'SQLAlchemy with psycopg': 'sqlalchemy_psycopg.py',
  }),
  ...of('PostgreSQL', 'go', { pgx: 'pgx' }),
  ...of('PostgreSQL', 'java', { pgjdbc: 'Postgresql.java' }),
  ...of('MySQL', 'node', { mysql2: 'mysql2.mjs' }),
  ...of('MySQL', 'python', {
    PyMySQL: 'pymysql_parts.py',
    'SQLAlchemy with PyMySQL': 'sqlalchemy_pymysql.py',
  }),
  ...of('MySQL', 'go', { 'go-sql-driver': 'go-sql-driver' }),
  ...of('MySQL', 'java', { 'Connector/J': 'Mysql.java' }),
  ...of('Redis', 'node', { ioredis: 'ioredis.mjs' }),
  ...of('Redis', 'python', { 'redis-py': 'redis_url.py' }),
  ...of('Redis', 'go', { 'go-redis': 'go-redis' }),
  ...of('Memcached', 'python', { pymemcache: 'pymemcache_servers.py' }),
  ...of('Memcached', 'go', { gomemcache: 'gomemcache' }),
];
