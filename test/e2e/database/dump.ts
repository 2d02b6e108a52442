import { join } from 'node:path';
import { must } from './run';
import type { Target } from './script';
import { HOST, type SignIn } from './server';

/** All that is in a database, as text. Of MySQL the rows alone. */
export async function dump({ engine, server }: Target, user: SignIn): Promise<string> {
  if (engine.engine === 'PostgreSQL') {
    const where = `host=${HOST} port=${server.port} user=${user.user} dbname=${user.database} sslmode=require`;
    return must(join(server.programs, 'pg_dump'), [where], { PGPASSWORD: user.password });
  }
  const tables = await server.query(user, 'SHOW TABLES');
  const rows = tables.split('\n').map((table) => server.query(user, `SELECT * FROM \`${table}\``));
  return [tables, ...(await Promise.all(rows))].join('\n');
}
