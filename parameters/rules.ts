import { thingsOf } from '../declarations/backing';
import type { Declared } from '../declarations/binding';
import { ALLOWED_NAME, isName } from '../declarations/name';
import { SETUP } from '../declarations/setup-namespace';
import { problemAt } from '../problems/document';
import type { Problem } from '../problems/problem';
import { checkAddons } from './addon-rules';
import { block, overlap } from './cidr';
import { checkDomains } from './domain-rules';
import type { Environment } from './environment';
import { refuse } from './kinds/kinds';
import { checkPromotion } from './promotion';
import { checkQuotas } from './quota';
import { checkServiceParameters } from './service-rules';
import { checkSupport } from './support';
import { today as thisDay } from './today';

/**
 * Checks the rules between environments, and those within one that its schema can't express. Pure: returns every fault.
 * @param names of all environments, those included whose files could not be read.
 */
export function checkEnvironments(
  environments: readonly Environment[],
  declared: Declared,
  names: readonly string[],
  today: string = thisDay(),
): Problem[] {
  return [
    ...environments.flatMap((environment) => checkBacking(environment, declared)),
    ...environments.flatMap(checkArchive),
    ...environments.flatMap(checkPreviews),
    ...environments.flatMap(checkGroupsBesidePreviews),
    ...environments.flatMap(checkAddons),
    ...environments.flatMap((environment) => checkDomains(environment, declared)),
    ...environments.flatMap((environment) => checkSupport(environment, declared, today)),
    ...environments.flatMap((environment) => [
      ...checkServiceParameters(environment, declared),
      ...checkQuotas(environment, declared),
    ]),
    ...pairs(environments).flatMap(([a, b]) => [
      ...checkNames(a, b),
      ...checkAccounts(a, b),
      ...checkNetworks(a, b),
    ]),
    ...environments.flatMap((environment) => checkPromotion(environment, environments, names)),
  ];
}

/** Stacks that are no environment, the end of a stack's name that belongs to one, what previews have, and what AWS refuses. */
const RESERVED = /^(backups|bootstrap|schema|.*-services|(account|guest|internal|preview|sg)(-.*)?)$/;

/** A file whose name can't be an environment's. */
export function checkName(file: string, name: string): Problem[] {
  if (isName(name) && !RESERVED.test(name)) return [];
  const allowed = `${ALLOWED_NAME}; not backups, bootstrap, schema, account, guest, internal, preview, sg, beginning with one of the last five and a dash, or ending in -services`;
  const plain = name.toLowerCase();
  const hint = plain !== name && isName(plain) ? `, did you mean "${plain}"?` : '';
  return [{ file, path: '', got: `an environment named "${name}"${hint}`, allowed }];
}

/** What a kind of backing service refuses. */
function checkBacking({ parameters, document }: Environment, { backing }: Declared): Problem[] {
  return thingsOf(backing).flatMap((thing) =>
    refuse(thing, parameters).map(({ path, got, allowed }) =>
      problemAt(document, [thing.section, thing.name, ...path], got, allowed),
    ),
  );
}

/** An object can't expire while it is locked. */
function checkArchive({ parameters, document }: Environment): Problem[] {
  const { archiveDays, archiveLockDays } = parameters.logs;
  if (archiveLockDays <= archiveDays) return [];
  return [
    problemAt(
      document,
      ['logs', 'archiveLockDays'],
      `${archiveLockDays}`,
      `at most archiveDays, ${archiveDays}`,
    ),
  ];
}

/** Code of any branch runs beside what is protected, with a way to its servers. */
function checkPreviews({ parameters, document }: Environment): Problem[] {
  if (!parameters.hostsPreviews || !parameters.protected) return [];
  return [
    problemAt(
      document,
      ['hostsPreviews'],
      'true, and "protected": true',
      'previews where nothing has to be protected from them: set one of the two to false',
    ),
  ];
}

/**
 * EKS takes the beginnings of names for the namespaces in which previews may read everything, as `shop-*`.
 * Source: Amazon EKS User Guide, "Associate access policies with access entries".
 */
function checkGroupsBesidePreviews({ parameters, document }: Environment): Problem[] {
  if (!parameters.hostsPreviews) return [];
  const groups = Object.keys(parameters.groups);
  return groups.flatMap((group) => {
    const other = [...groups, SETUP].find((name) => group.startsWith(`${name}-`));
    if (other === undefined) return [];
    return [
      problemAt(
        document,
        ['hostsPreviews'],
        `true, with a group "${group}"`,
        `groups whose names do not begin with "${other}-", as the namespaces of previews do: they could read the secrets of ${group}`,
      ),
    ];
  });
}

/** `cdktf deploy 'dev*'` and every name that begins with the environment's would reach the other as well. */
function checkNames(a: Environment, b: Environment): Problem[] {
  const [short, long] = a.name.length < b.name.length ? [a, b] : [b, a];
  if (!long.name.startsWith(`${short.name}-`)) return [];
  return [
    problemAt(
      long.document,
      [],
      `an environment named "${long.name}"`,
      `a name that does not begin with another's and a dash ("${short.name}-")`,
    ),
  ];
}

function checkAccounts(a: Environment, b: Environment): Problem[] {
  if (a.parameters.account !== b.parameters.account) return [];
  return [
    problemAt(
      b.document,
      ['account'],
      `"${b.parameters.account}", which ${a.document.file} has`,
      'an account of its own',
    ),
  ];
}

function checkNetworks(a: Environment, b: Environment): Problem[] {
  const [one, other] = [block(a.parameters.network.cidr), block(b.parameters.network.cidr)];
  if (!one || !other || !overlap(one, other)) return [];
  return [
    problemAt(
      b.document,
      ['network', 'cidr'],
      `"${b.parameters.network.cidr}", which overlaps ${a.parameters.network.cidr} of ${a.document.file}`,
      'a block that no other environment uses',
    ),
  ];
}

function pairs<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((a, index) => items.slice(index + 1).map((b) => [a, b] as [T, T]));
}
