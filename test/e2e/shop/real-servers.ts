import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { Redis } from 'ioredis';
import { createConnection } from 'mysql2/promise';
import { fetchProgram } from '../../../local/machine/servers/fetch';
import type { LocalCommand } from '../local-command';
import type { Cluster } from './cluster';

/** One that stands behind an emulated database or cache. */
export interface RealServer {
  readonly name: string;
  /** In the emulated network. */
  readonly address: string;
  readonly port: number;
  /** On this machine. */
  readonly at: string;
}

/** The servers behind dev's databases and caches, asked beside the services that use them, with what those are given. */
export class RealServers {
  constructor(
    private readonly local: LocalCommand,
    private readonly cluster: Cluster,
  ) {}

  list(): Promise<RealServer[]> {
    return this.local.emulator<RealServer[]>('servers');
  }

  /** Rows of a query in PostgreSQL, as the user of the storefront. */
  async orders(sql: string): Promise<Record<string, unknown>[]> {
    const query = `SELECT coalesce(json_agg(found), '[]') FROM (${sql}) AS found`;
    const args = ['--no-psqlrc', '--tuples-only', '--no-align', '--command', query];
    return JSON.parse(await this.postgres('psql', ...args));
  }

  /** All that is in PostgreSQL, as text. */
  dumpOrders(): Promise<string> {
    return this.postgres('pg_dump');
  }

  private async postgres(program: string, ...args: readonly string[]): Promise<string> {
    const url = new URL(this.cluster.variable('storefront-web', 'DATABASE_URL'));
    const [hostaddr, port] = await this.whereIs(url.hostname);
    const env = {
      ...process.env,
      PGPASSWORD: url.password,
      PGSSLMODE: 'verify-full',
      PGSSLROOTCERT: join(this.local.folder, 'authority', 'authority.pem'),
    };
    const where = `host=${url.hostname} hostaddr=${hostaddr} port=${port} user=${url.username} dbname=${url.pathname.slice(1)}`;
    const bin = join(await fetchProgram('postgres-17'), 'usr/lib/postgresql/17/bin');
    return execFileSync(join(bin, program), [...args, where], { env, encoding: 'utf8' });
  }

  /** Rows of a query in MySQL, as the user of the catalog. */
  async products(sql: string): Promise<unknown> {
    const url = new URL(this.cluster.variable('catalog-api', 'DATABASE_URL'));
    const [host, port] = await this.whereIs(url.hostname);
    const { username: user, password } = url;
    const ssl = { ca: this.ca };
    const connection = await createConnection({
      host,
      port,
      user,
      password,
      database: url.pathname.slice(1),
      ssl,
    });
    try {
      return (await connection.query(sql))[0];
    } finally {
      await connection.end();
    }
  }

  /** What is in a cart, in Valkey. */
  async cart(id: string): Promise<Record<string, string>> {
    const url = new URL(this.cluster.variable('storefront-web', 'REDIS_URL'));
    const [host, port] = await this.whereIs(url.hostname);
    const { username, password } = url;
    const tls = { ca: this.ca, servername: url.hostname };
    const redis = new Redis({ host, port, username, password, tls });
    try {
      return await redis.hgetall(`cart:${id}`);
    } finally {
      redis.disconnect();
    }
  }

  /** How often Memcached had what was asked for. */
  async hits(): Promise<number> {
    const [name] = this.cluster.variable('catalog-api', 'MEMCACHED_SERVERS').split(':');
    const [host, port] = await this.whereIs(name!);
    const socket = connect({ host, port, ca: this.ca, servername: name });
    let text = '';
    socket.end('stats\r\nquit\r\n');
    for await (const chunk of socket) text += chunk;
    return Number(/^STAT get_hits (\d+)/m.exec(text)![1]);
  }

  private async whereIs(name: string): Promise<[host: string, port: number]> {
    const [host, port] = (await this.list()).find((server) => server.name === name)!.at.split(':');
    return [host!, Number(port)];
  }

  private get ca(): string {
    return readFileSync(join(this.local.folder, 'authority', 'authority.pem'), 'utf8');
  }
}
