import type { Service } from '../../declarations/service';
import { parameterFile } from '../../parameters/parameter-file';
import { type ParametersSchema, parametersSchema } from '../../parameters/parameters';
import { shortages } from '../../parameters/quota';
import { checkValue } from '../../problems/check-value';
import { valueAt, withValue } from '../json-edit';
import type { NewServiceArguments } from './arguments';
import type { NewFiles, ProjectFiles } from './new-files';
import { addImport, addProperty, isIdentifier, keyOf } from './source-edit';

export const SERVICES = 'services/services.ts';

/** A service with one process, in every environment. */
export function newService(args: NewServiceArguments, project: ProjectFiles): NewFiles {
  const { name, version } = args;
  const service = declarationOf(args);
  const identifier = identifierOf(name, project.text(SERVICES));
  const file = `./${name}`;
  const listed = addImport(project.text(SERVICES), SERVICES, identifier, file);
  const entry = identifier === name ? name : `${keyOf(name)}: ${identifier}`;
  const declared = {
    ...project.declared,
    services: { ...project.declared.services, [name]: service },
  };
  return {
    declared,
    files: new Map([
      [`services/${name}.ts`, source(identifier, service)],
      [SERVICES, addProperty(listed, SERVICES, [], entry)],
      ...project.environments.map((environment): [string, string] => {
        const path = parameterFile(environment);
        const text = withValue(project.text(path), ['services', name], { version });
        return [path, withQuotas(text, path, declared)];
      }),
    ]),
    next: nextSteps(args, project.environments),
  };
}

function declarationOf({
  name,
  description = `The service ${name}`,
  group = name,
  port,
  ready = port === undefined ? undefined : '/ready',
  live = port === undefined ? undefined : '/live',
  command,
  routes,
  bind,
  secrets,
}: NewServiceArguments): Service {
  const process = port === undefined ? 'worker' : 'web';
  return {
    description,
    group,
    // Without probes the check of the declarations says what it wants.
    processes: {
      [process]: {
        ...(command && { command }),
        ...(port !== undefined && { port }),
        ...(ready && { ready }),
        ...(live && { live }),
      } as NonNullable<Service['processes']>[string],
    },
    ...(routes.length > 0 && { routes: routes.map((route) => ({ ...route, process })) }),
    ...(bind.length > 0 && { bind }),
    ...(secrets.length > 0 && { secrets }),
  };
}

function source(identifier: string, service: Service): string {
  return `import type { Service } from '../declarations/service';

export const ${identifier}: Service = ${literal(service)};
`;
}

/** As it is written by hand. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'string') return `'${value.replaceAll(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;
  if (typeof value !== 'object' || value === null) return `${value}`;
  const members = Object.entries(value).map(([key, member]) => `${keyOf(key)}: ${literal(member)}`);
  // A service has a line for each of its properties.
  return 'description' in value ? `{\n  ${members.join(',\n  ')},\n}` : `{ ${members.join(', ')} }`;
}

function identifierOf(name: string, list: string): string {
  const camel = name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const isTaken = new RegExp(`\\b(const|import \\{) ${camel}\\b`).test(list);
  return isIdentifier(camel) && !isTaken ? camel : `${camel}Service`;
}

/** With quotas that are enough for the services as they are declared. */
function withQuotas(text: string, file: string, declared: NewFiles['declared']): string {
  const schema = parametersSchema(declared) as unknown as ParametersSchema;
  const { value } = checkValue(file, valueAt(text, []), schema);
  // What is wrong with it is told when the change is checked.
  if (!value) return text;
  return shortages(value, declared).reduce(
    (before, { group, resource, sum }) => withValue(before, ['groups', group, resource], sum),
    text,
  );
}

function nextSteps(
  { name, secrets, routes }: NewServiceArguments,
  environments: readonly string[],
): string[] {
  const [first = 'dev'] = environments;
  return [
    ...secrets.map(
      (secret) =>
        `npm run secret -- set ${first} ${name} ${secret}   before the first deploy, and in each other environment`,
    ),
    `npm run local -- images ${name}=FOLDER   makes its image of a folder with a Dockerfile`,
    'npm run local   deploys it on this machine',
    ...(routes.length > 0 ? [`npm run open -- ${first} ${name}   shows its address`] : []),
  ];
}
