import { startMysql } from './mysql-server';
import { startPostgres } from './postgres-server';

/** What differs between the engines, for whoever tests both alike. */
export type Engine = (typeof ENGINES)[number];

export const ENGINES = [
  {
    engine: 'PostgreSQL',
    name: 'orders',
    start: startPostgres,
    scheme: 'postgresql:',
    refused: /password authentication failed|permission denied for database/,
    forbidden: /permission denied|must be owner|denied/i,
    /** Which of its databases and users a server has, those of its own aside. */
    databases: "SELECT datname FROM pg_database WHERE datname !~ '^(postgres|template.)$'",
    users: "SELECT rolname FROM pg_roles WHERE rolname !~ '^(pg_|rdsadmin$|administrator$)'",
    otherDatabase: 'CREATE DATABASE other',
    changeMaster: (to: string) => `ALTER ROLE administrator PASSWORD '${to}'`,
    stranger: (secret: string) => `CREATE ROLE stranger LOGIN PASSWORD '${secret}'`,
    slowJob: `
      BEGIN; SELECT pg_advisory_xact_lock(hashtext('setup')); REVOKE ALL ON DATABASE orders FROM PUBLIC;
      SELECT pg_sleep(3); COMMIT`,
    /** What every server has. */
    common: ['postgres', 'template1'],
    /** Things of every kind that a user can own. */
    belongings: `
      CREATE TABLE sale (id INT PRIMARY KEY); INSERT INTO sale VALUES (1);
      CREATE VIEW sales AS SELECT id FROM sale; CREATE SCHEMA archive; CREATE TABLE archive.sale (id INT);
      CREATE FUNCTION twice(n INT) RETURNS INT LANGUAGE sql AS 'SELECT 2 * n'; SELECT lo_create(0);
      ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO CURRENT_USER`,
    /** Programs within the database, as migrations make them. */
    programs: `
      CREATE TABLE stock (id INT PRIMARY KEY);
      CREATE FUNCTION count_stock() RETURNS TRIGGER LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER counted BEFORE INSERT ON stock FOR EACH ROW EXECUTE FUNCTION count_stock();
      INSERT INTO stock VALUES (1); DROP TABLE stock; DROP FUNCTION count_stock`,
    /** As the user itself, not as the owner of everything that its services act as. */
    asItself: 'SET ROLE NONE; CREATE SCHEMA private; CREATE TABLE private.sale (id INT); SELECT lo_create(0)',
    transaction: 'BEGIN; LOCK TABLE sale; SELECT pg_sleep(60)',
    inTransaction: (user: string) =>
      `SELECT COUNT(*) FROM pg_stat_activity WHERE usename = '${user}' AND wait_event = 'PgSleep'`,
    /** What is left when the script ended in the middle. */
    halfDropped: (database: string, _user: string) => `DROP DATABASE ${database} WITH (FORCE)`,
    /** A function that fits better than that of the server what the script of the host calls. */
    trap: {
      set: `
        CREATE FUNCTION public.format(text, text) RETURNS text LANGUAGE plpgsql AS '
          BEGIN EXECUTE ''GRANT orders_owner TO shop_pr_8_a''; RETURN pg_catalog.format($1, $2); END';
        GRANT USAGE ON SCHEMA public TO PUBLIC; GRANT EXECUTE ON FUNCTION public.format(text, text) TO PUBLIC`,
      sprung: "SELECT pg_has_role('shop_pr_8_a', 'orders_owner', 'MEMBER')::int",
    },
    variables: { host: 'PGHOST', port: 'PGPORT', database: 'PGDATABASE' },
  },
  {
    engine: 'MySQL',
    name: 'products',
    start: startMysql,
    scheme: 'mysql:',
    refused: /Access denied/,
    forbidden: /denied/,
    databases:
      "SHOW DATABASES WHERE `Database` NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')",
    users:
      "SELECT User FROM mysql.user WHERE User NOT LIKE 'mysql.%' AND User NOT IN ('root', 'administrator')",
    otherDatabase: 'CREATE DATABASE other',
    changeMaster: (to: string) => `ALTER USER administrator IDENTIFIED BY '${to}'`,
    stranger: (secret: string) => `CREATE USER stranger IDENTIFIED BY '${secret}'`,
    common: ['mysql', 'sys'],
    slowJob: 'CREATE USER slow; GRANT SELECT ON products.* TO slow; DO SLEEP(3); DROP USER slow',
    belongings: `
      CREATE TABLE sale (id INT PRIMARY KEY); INSERT INTO sale VALUES (1);
      CREATE VIEW sales AS SELECT id FROM sale; CREATE PROCEDURE twice(n INT) SELECT 2 * n;
      CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO DELETE FROM sale`,
    programs: `
      CREATE TABLE stock (id INT PRIMARY KEY); CREATE FUNCTION twice(n INT) RETURNS INT RETURN 2 * n;
      CREATE TRIGGER counted BEFORE INSERT ON stock FOR EACH ROW SET NEW.id = twice(NEW.id);
      INSERT INTO stock VALUES (1); DROP TABLE stock; DROP FUNCTION twice`,
    asItself: 'CREATE VIEW own AS SELECT id FROM sale',
    transaction: 'START TRANSACTION; SELECT * FROM sale; DO SLEEP(60)',
    inTransaction: (user: string) =>
      `SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = '${user}' AND STATE = 'User sleep'`,
    halfDropped: (_database: string, user: string) => `ALTER USER ${user} ACCOUNT LOCK`,
    variables: { host: 'DATABASE_HOST', port: 'DATABASE_PORT', database: 'DATABASE_NAME' },
  },
] as const;
