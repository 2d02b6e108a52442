import { env } from 'node:process';
import pg from 'pg';
import { answer } from './answer.mjs';

const pool = new pg.Pool({ connectionString: env.DATABASE_URL });

await answer(async () => (await pool.query('SELECT session_user AS name')).rows[0].name);
