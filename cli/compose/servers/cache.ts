import { createHash } from 'node:crypto';
import type { CacheEngine } from '../../../declarations/backing';
import type { Eviction } from '../../../declarations/kinds/eviction';
import type { ComposeService } from '../file';
import type { CacheUser } from '../pods/objects';
import { answers, OFFICIAL, type ServerProps, tls } from './server';

const USERS = '/platform/users.acl';
/** What a cache of the smallest node has. */
const MEMORY = '384mb';

const IMAGES = {
  valkey: (version: string) => `docker.io/valkey/valkey:${version}-alpine`,
  // AWS has a 7.1 of its own.
  redis: (version: string) => `${OFFICIAL}/redis:${version === '7.1' ? '7.2' : version}-alpine`,
};

/** A user of a cache, with the password that its service signs in with. */
export interface CacheAccess {
  readonly user: CacheUser;
  readonly password: string;
}

/** The users of a cache, as ElastiCache makes them. A hash stands for each password. */
export function usersFile(users: readonly CacheAccess[]): string {
  const lines = users.map(({ user, password }) => {
    const rights = user.access_string.replace(/^on /, '');
    return `user ${user.user_name} on #${createHash('sha256').update(password).digest('hex')} ${rights}`;
  });
  return `${['user default off', ...lines].join('\n')}\n`;
}

/** Redis or Valkey, empty after each start. @param file `usersFile` on the machine. */
export function cache(
  { version, port, labels }: ServerProps,
  engine: Exclude<CacheEngine, 'memcached'>,
  eviction: Eviction,
  file: string,
): ComposeService {
  const settings = {
    port: '0',
    'tls-port': `${port}`,
    'tls-ca-cert-file': tls.authority,
    'tls-cert-file': tls.certificate,
    'tls-key-file': tls.key,
    'tls-auth-clients': 'no',
    aclfile: USERS,
    maxmemory: MEMORY,
    'maxmemory-policy': eviction,
    save: '',
  };
  return {
    image: IMAGES[engine](version),
    command: [
      `${engine}-server`,
      ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    ],
    volumes: [tls.volume, `${file}:${USERS}:ro`],
    restart: 'unless-stopped',
    labels,
    // It refuses whoever has no password, and is there.
    ...answers(`${engine}-cli`, '--tls', '--insecure', '-p', `${port}`, 'ping'),
  };
}
