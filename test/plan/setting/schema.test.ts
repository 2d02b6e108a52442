import * as signIn from '../../../plan/exposure/sign-in';
import * as audit from '../../../plan/rules/audit-off';
import * as encryption from '../../../plan/rules/encryption-weakened';
import * as protection from '../../../plan/rules/protection-removed';
import * as exposure from '../../../plan/rules/public-access';
import * as retention from '../../../plan/rules/retention-shortened';
import { lookup } from '../../../plan/setting/named';
import { AUDIT_NAMES } from '../../../plan/setting/names/audit';
import { ENCRYPTION_NAMES } from '../../../plan/setting/names/encryption';
import { PUBLIC_NAMES } from '../../../plan/setting/names/exposure';
import { PROTECTION_NAMES } from '../../../plan/setting/names/protection';
import { RETENTION_NAMES } from '../../../plan/setting/names/retention';
import { SIGN_IN_NAMES } from '../../../plan/setting/names/sign-in';
import { soundingAttributes } from './attributes';
import { HARMLESS, READ_ELSEWHERE } from './harmless';

// The provider's own list of attributes, so that a new version of it with another one fails here.

const attributes = soundingAttributes();
const names = [
  ENCRYPTION_NAMES,
  RETENTION_NAMES,
  PROTECTION_NAMES,
  AUDIT_NAMES,
  PUBLIC_NAMES,
  SIGN_IN_NAMES,
].map(lookup);
const described = new Set(
  [encryption, retention, protection, audit, exposure, signIn]
    .flatMap(({ SETTINGS }) => SETTINGS)
    .flatMap(({ types, path }) => types.map((type) => `${type} ${path.split('.').at(-1)}`)),
);
const others = [HARMLESS, READ_ELSEWHERE].flatMap((table) => Object.values(table).flat());
const isKnown = (name: string) => names.some((find) => find(name) !== undefined);

test('the provider has many attributes on which security or retention may hang', () => {
  expect(attributes.size).toBeGreaterThan(200);
});

test('each is described, has a meaning by its name, or is harmless for a reason', () => {
  const unknown = [...attributes]
    .filter(([name]) => !isKnown(name) && !others.includes(name))
    .flatMap(([name, types]) => [...types].map((type) => `${type} ${name}`))
    .filter((attribute) => !described.has(attribute));
  expect(unknown).toEqual([]);
});

test('what is called harmless is there, and no rule finds it', () => {
  expect(others.filter((name) => !attributes.has(name))).toEqual([]);
  expect(others.filter((name) => isKnown(name))).toEqual([]);
  expect(new Set(others).size).toBe(others.length);
});
