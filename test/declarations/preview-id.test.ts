import fc from 'fast-check';
import { type Naming, type ResourceKind, resourceName } from '../../constructs/core/naming';
import { databaseUser } from '../../constructs/services/bindings/database-user';
import { namespaceOf } from '../../constructs/services/runtime/runtime';
import { LONGEST_NAME } from '../../declarations/name';
import { LONGEST_ID, PREVIEW_ID, previewId } from '../../declarations/preview-id';

const BRANCHES = 10_000;

/** What git and people come up with, and what breaks names. */
const RESERVED = [
  'main',
  'HEAD',
  'aws',
  'aws:x',
  'internal',
  'sg',
  'default',
  'kube-system',
  'setup',
  'admin',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  '',
  ' ',
  '-',
  '--',
  '...',
  '/',
  'feature/',
  'pr-',
  'pr-0',
  'pr-1234567',
  'PR-42',
  'pr-42 ',
  'xn--a',
  'a--b',
  'ß',
  'İ',
  '日本語',
  '😀',
  '👩‍👩‍👧',
  'e\u0301',
  '\u0000',
  '${x}',
  '%{y}',
  "'; DROP DATABASE orders; --",
];
const branch = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...RESERVED) },
  { weight: 3, arbitrary: fc.string({ maxLength: 250, unit: 'grapheme' }) },
  { weight: 2, arbitrary: fc.string({ maxLength: 250, unit: 'binary' }) },
  { weight: 2, arbitrary: fc.stringMatching(/^(feature|fix|renovate)\/[a-zA-Z0-9._-]{1,240}$/) },
  { weight: 2, arbitrary: fc.stringMatching(/^a{10,12}[-_.]{0,3}[ab]{0,3}$/) },
);
const branches = [...new Set(fc.sample(branch, { numRuns: BRANCHES * 2, seed: 1 }))].slice(0, BRANCHES);

const naming = (id: string): Naming => ({
  platform: 'acme',
  environment: `preview-${id}`,
  account: '111111111111',
  region: 'eu-central-1',
});

/** Kinds of which a preview makes some, and what they are called there. */
const KINDS: readonly ResourceKind[] = [
  'bucket',
  'cacheCluster',
  'cacheUser',
  'cacheUserGroup',
  'database',
  'flagApplication',
  'parameterGroup',
  'replicationGroup',
  'role',
  'securityGroup',
  'subnetGroup',
  'targetGroup',
];
const longest = 'a'.repeat(LONGEST_NAME);

test(`${BRANCHES} names of branches give as many ids, all legal and none longer than ${LONGEST_ID}`, () => {
  expect(branches).toHaveLength(BRANCHES);
  const ids = branches.map(previewId);
  expect(new Set(ids).size).toBe(BRANCHES);
  for (const id of ids) expect(id).toMatch(PREVIEW_ID);
});

test('each name that AWS and Kubernetes get of them is legal, and no two are the same', () => {
  const seen = new Set<string>();
  const take = (name: string) => {
    if (seen.has(name)) throw new Error(`${name} twice`);
    seen.add(name);
  };
  for (const id of branches.map(previewId)) {
    // Throws where it is not legal.
    for (const kind of KINDS) take(`${kind} ${resourceName(naming(id), kind, longest, longest)}`);
    const runtime = { guest: { id, host: 'dev', shared: new Set(['orders']) } };
    const namespace = namespaceOf(runtime, longest);
    expect(namespace).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
    take(`namespace ${namespace}`);
    const host = `${longest}-${id}`;
    expect(host).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
    take(`host ${host}`);
    const user = databaseUser(runtime, 'orders', longest, 'a');
    expect(user).toMatch(/^[a-z][a-z0-9_]{0,31}$/);
    take(`user ${user}`);
  }
});

test('pull requests keep their number, and what can be read of a branch is kept', () => {
  expect(previewId('pr-42')).toBe('pr-42');
  expect(previewId('feature/Zürich')).toMatch(/^feature-zur-[0-9a-f]{8}$/);
  expect(previewId('😀')).toMatch(/^branch-[0-9a-f]{8}$/);
});

test('a branch that is called like the id of another does not get it', () => {
  const id = previewId('feature/checkout');
  expect(previewId(id)).not.toBe(id);
});
