import type { Change } from './change';
import { at, canonical, isObject, Mark, type Value } from './value';

/** Attributes by which AWS knows things of some type. */
const NAMES = [
  ...['name', 'identifier', 'bucket', 'cluster_identifier', 'replication_group_id', 'cluster_id'],
  ...['domain_name', 'repository_name', 'function_name', 'alias'],
];

/** What a thing may be recognized by when another one of its type comes in its place. */
export function identities({ name }: Change, values: Value): string[] {
  const names = NAMES.map((path) => at(values, path)).filter((value) => typeof value === 'string');
  const object = ['metadata.0', 'manifest.metadata'].map((path) => at(values, path)).find(isObject);
  const [own, namespace] = [at(object, 'name'), at(object, 'namespace')];
  return [
    `address ${name}`,
    ...names.filter((value) => value !== '').map((value) => `name ${value}`),
    ...(typeof own === 'string' ? [`object ${String(namespace)}/${own}`] : []),
  ];
}

/** What is of one thing alone, and says nothing of what it does. */
const OWN = ['id', 'arn', 'name', 'name_prefix', 'description', 'tags', 'tags_all'];

/** Attributes that say what a new thing does, as far as one knows before the apply. */
export function settings(after: Value): string[] {
  if (!isObject(after)) return [];
  return Object.keys(after)
    .filter((key) => !OWN.includes(key) && after[key] !== Mark.unknown)
    .sort();
}

export function fingerprint(values: Value, keys: readonly string[]): string {
  return canonical(keys.map((key) => at(values, [key]) ?? null));
}
