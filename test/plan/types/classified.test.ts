import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findings } from '../../../plan/rules';
import { helpers } from '../../../plan/types/helpers';
import { AWS, classified, kindOfType } from '../../../plan/types/kind';
import { kubernetes } from '../../../plan/types/kubernetes';
import type { Table } from '../../../plan/types/table';
import { entry, plan } from '../made';

// The lists of types are those of the installed providers: one that a new version brings fails until somebody has said
// what it holds.

/** The source of each type of resource that a provider has. */
function typesOf(provider: string): ReadonlyMap<string, string> {
  const lib = join(dirname(require.resolve(`@cdktf/provider-${provider}/package.json`)), 'lib');
  const sources = readdirSync(lib)
    .filter((name) => !name.startsWith('data-') && name !== 'provider')
    .map((name) => join(lib, name, 'index.js'))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'));
  return new Map(
    sources.flatMap((source) =>
      [...source.matchAll(/\.tfResourceType = "([^"]+)"/g)].map(([, type]) => [type!, source] as const),
    ),
  );
}

const types = { aws: typesOf('aws'), kubernetes: typesOf('kubernetes') };
const tables: Readonly<Record<'aws' | 'kubernetes', readonly Table[]>> = {
  aws: AWS,
  kubernetes: [kubernetes],
};
const named = (provider: 'aws' | 'kubernetes') =>
  tables[provider].flatMap((table) => classified(`${provider}_`, table));
/** What it is, is said by the manifest itself. */
const BY_ITSELF = 'kubernetes_manifest';
const all = [...types.aws.keys(), ...types.kubernetes.keys()].filter((type) => type !== BY_ITSELF);

test('the providers have as many types as they are known to have', () => {
  expect(types.aws.size).toBeGreaterThan(1500);
  expect(types.kubernetes.size).toBeGreaterThan(80);
});

test('somebody has said of every type what it holds', () => {
  expect(all.filter((type) => !kindOfType(type))).toEqual([]);
});

test('no type is on two sides', () => {
  const names = [...named('aws'), ...named('kubernetes'), ...classified('', helpers)];
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('no type is made up', () => {
  expect(named('aws').filter((type) => !types.aws.has(type))).toEqual([]);
  const versions = [...types.kubernetes.keys()].map((type) => type.replace(/_v\d+((alpha|beta)\d+)?$/, ''));
  expect(
    named('kubernetes').filter((type) => !types.kubernetes.has(type) && !versions.includes(type)),
  ).toEqual([]);
});

test('what a thing is of is one of its attributes', () => {
  const wrong = [...types.aws].filter(([type, source]) => {
    const kind = kindOfType(type);
    return kind && kind.side !== 'nothing' && kind.of && !new RegExp(`\\b${kind.of}: `).test(source);
  });
  expect(wrong.map(([type]) => type)).toEqual([]);
});

/** Rules that this is about; others may have more to say. */
const OWN = ['data-deleted', 'data-replaced', 'safeguard-removed', 'type-unknown'];
const VALUES: Readonly<Record<string, readonly [object | null, object | null]>> = {
  create: [null, { id: 'y' }],
  delete: [{ id: 'x' }, null],
  forget: [{ id: 'x' }, null],
  'delete create': [{ id: 'x' }, { id: 'y' }],
  'create delete': [{ id: 'x' }, { id: 'y' }],
};
const found = (some: readonly string[], actions: string) => {
  const [before, after] = VALUES[actions]!;
  const judged = findings(
    plan(...some.map((type) => entry(`${type}.it`, before, after, { actions: actions.split(' ') }))),
  );
  return judged
    .filter(({ rule }) => OWN.includes(rule.id))
    .map(({ rule, change }) => `${change.type}: ${rule.id}`)
    .sort();
};

test('a deletion or replacement is found just where something is lost', () => {
  const side = (type: string) => kindOfType(type)!.side;
  const data = all.filter((type) => ['holds', 'known'].includes(side(type)));
  const guards = all.filter((type) => side(type) === 'guards');
  expect(found(all, 'delete')).toEqual(
    [
      ...data.map((type) => `${type}: data-deleted`),
      ...guards.map((type) => `${type}: safeguard-removed`),
    ].sort(),
  );
  expect(found(all, 'delete create')).toEqual(data.map((type) => `${type}: data-replaced`).sort());
  expect(found(all, 'create')).toEqual([]);
});

test('what nobody has ever heard of counts as something that holds data', () => {
  for (const actions of ['delete', 'delete create', 'create delete', 'forget']) {
    expect(found(['acme_ledger', 'constructor'], actions)).toEqual([
      'acme_ledger: type-unknown',
      'constructor: type-unknown',
    ]);
  }
  expect(found(['acme_ledger'], 'create')).toEqual([]);
});

test.each([
  ['null_resource', false],
  ['terraform_data', false],
  ['random_pet', false],
  ['random_password', true],
  ['tls_private_key', true],
  ['tls_self_signed_cert', false],
  ['time_rotating', false],
])('%s holds something: %s', (type, holds) => {
  expect(found([type], 'delete').length > 0).toBe(holds);
});
