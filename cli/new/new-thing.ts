import { type Backing, isServer, type Thing, thingsOf } from '../../declarations/backing';
import { enginesOf, KINDS } from '../../declarations/kinds/kinds';
import { portOf } from '../../declarations/port';
import { parameterFile } from '../../parameters/parameter-file';
import { findNamed } from '../find-named';
import { withValue } from '../json-edit';
import type { NewThingArguments } from './arguments';
import { firstParameters } from './first-parameters';
import type { NewFiles, ProjectFiles } from './new-files';
import { addProperty, addToList, keyOf } from './source-edit';

const BACKING = 'services/backing.ts';

/** A backing service of any kind, in every environment. */
export function newThing(args: NewThingArguments, project: ProjectFiles): NewFiles {
  const { kind, name, users } = args;
  const { section } = KINDS[kind];
  const { backing, services } = project.declared;
  const declaration = declarationOf(args, backing);
  const after = { ...backing, [section]: { ...backing[section], [name]: declaration } } as Backing;
  const thing = thingsOf(after).find((one) => one.name === name) as Thing;
  const all = new Map(Object.entries(services));
  const using = users.map((user) => [user, findNamed('--for', user, all)] as const);
  const sizes = project.environments.map((environment) => {
    const path = parameterFile(environment);
    const text = project.text(path);
    const { value, like } = firstParameters(thing, text, after);
    return { like, file: [path, withValue(text, [section, name], value)] as [string, string] };
  });
  const likes = [...new Set(sizes.map(({ like }) => like))];
  return {
    declared: {
      backing: after,
      services: {
        ...services,
        ...Object.fromEntries(
          using.map(([user, service]) => [user, { ...service, bind: [...(service.bind ?? []), name] }]),
        ),
      },
    },
    files: new Map([
      [
        BACKING,
        addProperty(project.text(BACKING), BACKING, [section], `${keyOf(name)}: ${literal(declaration)}`),
      ],
      ...sizes.map(({ file }) => file),
      ...using.map(([user]): [string, string] => {
        const path = `services/${user}.ts`;
        return [path, addToList(project.text(path), path, 'bind', name)];
      }),
    ]),
    next: [
      `its sizes in environments/*.json are ${likes.map((like) => (like ? `those of ${like}` : 'the smallest')).join(' or ')}: docs/parameters.md has all`,
      ...(users.length === 0
        ? [`"${name}" in the bind list of services/<name>.ts, for each service that uses it`]
        : []),
      'npm run local   makes it on this machine',
    ],
  };
}

/** With a port of its own where the usual one is taken, as network policies tell servers apart by it. */
function declarationOf({ kind, engine, port, options }: NewThingArguments, backing: Backing): object {
  const usual = engine === undefined ? undefined : enginesOf([kind])[engine]!;
  const own = port ?? (usual === undefined ? undefined : freePort(usual, backing));
  return {
    ...(engine !== undefined && { engine }),
    ...(own !== usual && { port: own }),
    ...options,
  };
}

function freePort(usual: number, backing: Backing): number {
  const servers = thingsOf(backing).filter(isServer);
  const taken = new Set(servers.map(({ declaration }) => portOf(declaration)));
  let port = usual;
  while (taken.has(port)) port = port === 65535 ? 1150 : port + 1;
  return port;
}

function literal(declaration: object): string {
  const members = Object.entries(declaration).map(
    ([key, value]) => `${key}: ${typeof value === 'string' ? `'${value}'` : value}`,
  );
  return members.length > 0 ? `{ ${members.join(', ')} }` : '{}';
}
