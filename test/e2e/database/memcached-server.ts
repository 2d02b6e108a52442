import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../../../local/machine/port';
import { fetchProgram } from '../../../local/machine/servers/fetch';
import type { Authority } from './authority';
import { dataFolder, startAsServer, stopServer, until } from './run';
import { HOST } from './server';

/** A Memcached that a test started on this machine. It knows no users. */
export interface MemcachedServer {
  readonly port: number;
  /** Where it answers without TLS, as ElastiCache never does. */
  readonly plainPort: number;
  stop(): Promise<void>;
}

export async function startMemcached(authority: Authority): Promise<MemcachedServer> {
  const folder = await fetchProgram('memcached-1');
  const data = dataFolder('memcached');
  const { key, certificate } = authority.issue(data);
  const port = await freePort(31_211);
  const plainPort = await freePort(port + 1);
  const child = startAsServer(join(folder, 'usr/bin/memcached'), [
    '--enable-ssl',
    `--extended=ssl_chain_cert=${certificate},ssl_key=${key}`,
    `--listen=${HOST}:${port},notls:${HOST}:${plainPort}`,
    '--udp-port=0',
  ]);
  await until(() => answers(plainPort), child);
  return {
    port,
    plainPort,
    stop: async () => {
      await stopServer(child);
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function answers(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, HOST, () => {
      socket.end();
      resolve();
    });
    socket.once('error', reject);
  });
}
