import { type PodProps, pod } from '../../../constructs/services/pods/pod';
import { CA_FILE } from '../../../constructs/services/runtime/authorities';
import { type Bound, bound } from '../../constructs/bound';
import type { Json } from '../../helpers';
import { SERVER_NAME } from '../database/authority';
import type { Driver } from './driver';

/** What a service of its own binds for each server. */
const BIND = {
  PostgreSQL: { service: 'shop', thing: 'orders' },
  MySQL: { service: 'desk', thing: 'products' },
  Redis: { service: 'shop', thing: 'sessions' },
  Memcached: { service: 'shop', thing: 'pages' },
} as const satisfies Readonly<Record<Driver['server'], { service: string; thing: string }>>;

export interface Told {
  /** Where each server listens. */
  readonly ports: Readonly<Record<Driver['server'], number>>;
  /** Path of the authorities. */
  readonly bundle: string;
  readonly password: string;
  readonly rotation: number;
}

export interface Given {
  /** The variables of a container, as Kubernetes fills them in. */
  readonly environment: Readonly<Record<string, string>>;
  /** The access string of the user in Redis. */
  readonly access: string;
}

/** What a container is given that binds the server: what the constructs make, with what only a deploy knows put in. */
export function given(server: Driver['server'], { ports, bundle, password, rotation }: Told): Given {
  const { service } = BIND[server];
  const { synthesized, grants } = boundBy(service, rotation);
  const users = synthesized.resource.aws_elasticache_user ?? {};
  const user = users[`${service}_bind-sessions_user-${rotation % 2 === 1 ? 'a' : 'b'}`];
  const known: Record<string, string> = {};
  for (const [each, { thing }] of Object.entries(BIND) as [Driver['server'], { thing: string }][]) {
    const section = each === 'PostgreSQL' || each === 'MySQL' ? 'databases' : 'caches';
    const at = `local.contract_content.${section}.${thing}`;
    known[`${at}.host`] = SERVER_NAME;
    known[`${at}.port`] = `${ports[each]}`;
    known[`${at}.database`] = thing;
    known[`join(",", ${at}.servers)`] = `${SERVER_NAME}:${ports[each]}`;
  }
  for (const [id, { user_name }] of Object.entries<Json>(users))
    known[`aws_elasticache_user.${id}.user_name`] = user_name;
  const { variables, mounts } = grants[service]!;
  const { env } = (pod({ ...CONTAINER, variables, mounts }) as Json).container[0];
  const environment: Record<string, string> = {};
  for (const { name, value } of env as { name: string; value?: string }[]) {
    environment[name] = (value ?? password)
      .replaceAll(/\$\{([^}]+)\}/g, (_, expression) => must(known, expression))
      .replaceAll(/\$\((\w+)\)/g, (_, earlier) => must(environment, earlier))
      .replaceAll(CA_FILE, bundle);
  }
  return { environment, access: user?.access_string ?? '' };
}

const made = new Map<string, Bound>();

function boundBy(service: string, rotation: number): Bound {
  const key = `${service}-${rotation}`;
  if (!made.has(key)) {
    const names = Object.values(BIND)
      .filter((one) => one.service === service)
      .map(({ thing }) => thing);
    const rotations = Object.fromEntries(names.map((name) => [name, rotation]));
    made.set(key, bound({ [service]: { bind: names, rotations } }));
  }
  return made.get(key)!;
}

const CONTAINER: Omit<PodProps, 'variables' | 'mounts'> = {
  name: 'web',
  image: 'shop:1.4.0',
  serviceAccount: 'shop',
  size: { cpuMillicores: 100, memoryMiB: 128 },
};

function must(known: Readonly<Record<string, string>>, name: string): string {
  const value = known[name];
  if (value === undefined) throw new Error(`nothing says what ${name} is`);
  return value;
}
