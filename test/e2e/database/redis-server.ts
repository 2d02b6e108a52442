import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../../local/machine/port';
import { fetchProgram } from '../../../local/machine/servers/fetch';
import type { Authority } from './authority';
import { dataFolder, must, startAsServer, stopServer, until } from './run';
import { HOST } from './server';

/** A Valkey that a test started on this machine, as ElastiCache sets it up: users with passwords, and none else. */
export interface RedisServer {
  readonly port: number;
  /** Where it answers without TLS, as ElastiCache never does. */
  readonly plainPort: number;
  /** Makes a user, or gives it another password. @param access as in the user's access string. */
  setUser(name: string, password: string, access: string): Promise<void>;
  stop(): Promise<void>;
}

const ADMINISTRATOR = { user: 'administrator', password: 'of-the-test' };

export async function startRedis(authority: Authority): Promise<RedisServer> {
  const folder = await fetchProgram('valkey-8');
  const data = dataFolder('valkey');
  const { key, certificate } = authority.issue(data);
  const port = await freePort(26_379);
  const plainPort = await freePort(port + 1);
  const { user, password } = ADMINISTRATOR;
  const settings = {
    bind: HOST,
    port: plainPort,
    'tls-port': port,
    'tls-key-file': key,
    'tls-cert-file': certificate,
    'tls-auth-clients': 'no',
    save: '""',
    dir: data,
    user: `${user} on >${password} ~* &* +@all`,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  const configuration = join(data, 'valkey.conf');
  writeFileSync(configuration, [...lines, 'user default off', ''].join('\n'));
  const child = startAsServer(join(folder, 'usr/bin/valkey-server'), [configuration]);
  const cli = (...args: readonly string[]) =>
    must(join(folder, 'usr/bin/valkey-cli'), ['-h', HOST, '-p', `${plainPort}`, '-e', ...args], {
      REDISCLI_AUTH: password,
    });
  const ask = (...args: readonly string[]) => cli('--user', user, ...args);
  await until(() => ask('PING'), child);
  return {
    port,
    plainPort,
    setUser: async (name, secret, access) => {
      await ask('ACL', 'SETUSER', name, 'reset', `>${secret}`, ...access.split(' '));
    },
    stop: async () => {
      await stopServer(child);
      rmSync(data, { recursive: true, force: true });
    },
  };
}
