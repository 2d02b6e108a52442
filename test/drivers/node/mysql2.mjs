import { readFileSync } from 'node:fs';
import { env } from 'node:process';
import mysql from 'mysql2/promise';
import { answer } from './answer.mjs';

const pool = mysql.createPool({
  host: env.DATABASE_HOST,
  port: Number(env.DATABASE_PORT),
  user: env.DATABASE_USER,
  password: env.DATABASE_PASSWORD,
  database: env.DATABASE_NAME,
  ssl: { ca: readFileSync(env.CA_FILE), verifyIdentity: true },
});

await answer(async () => (await pool.query('SELECT USER() AS name'))[0][0].name);
