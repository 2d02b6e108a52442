import fc from 'fast-check';
import { compareReleases } from '../../parameters/release-order';
import { commitOf, labelOf, pinned, slugOf, VERSION, versionsOf } from '../../parameters/version';
import { version } from './arbitrary-services';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

test('a single version gets all requests, and a branch tells its commit', () => {
  expect(versionsOf({ version: 'main-3f2a1bc' })).toEqual([
    { version: 'main-3f2a1bc', weight: 100, commit: '3f2a1bc' },
  ]);
});

test('several versions keep their order, shares and commits', () => {
  const versions = [
    { version: '1.4.2', weight: 90, commit: 'abcdef0' },
    { version: DIGEST, weight: 10 },
  ];
  expect(versionsOf({ versions })).toEqual([versions[0], { ...versions[1], commit: undefined }]);
});

test('a version with the digest of its image is called by its tag, and keeps both', () => {
  const version = `main-3f2a1bc@${DIGEST}`;
  const [running] = versionsOf({ version });
  expect(running).toEqual({ version: 'main-3f2a1bc', digest: DIGEST, weight: 100, commit: '3f2a1bc' });
  expect(pinned(running!)).toBe(version);
});

test.each([
  ['1.4.2@sha256:abc'],
  [`latest@${DIGEST}`],
  [`@${DIGEST}`],
  [`1.4.2@${DIGEST}@${DIGEST}`],
  [`${'a'.repeat(121)}-3f2a1bc@${DIGEST}`],
])('%s is none', (text) => {
  expect(text).not.toMatch(VERSION);
});

test.each([
  [{ version: '1.4.2' }, undefined],
  [{ version: `main-3f2a1bc@${DIGEST}` }, '3f2a1bc'],
  [{ version: '1.4.2-20240131' }, undefined],
  [{ version: '1.4.2', commit: 'abcdef0' }, 'abcdef0'],
  [{ version: 'new-search-3f2a1bc' }, '3f2a1bc'],
  [{ version: DIGEST }, undefined],
])('the commit of %j is %s', (running, commit) => {
  expect(commitOf(running)).toBe(commit);
});

test.each([
  ['1.4.2', '1-4-2'],
  ['main-3f2a1bc', 'main-3f2a1bc'],
  ['1.4.2-rc.1', '1-4-2-rc-1-98fe1543'],
  [DIGEST, 'sha256-0123456789ab'],
])('%s is %s in a name', (text, slug) => {
  expect(slugOf(text)).toBe(slug);
});

test('releases that differ in dots, dashes or capitals alone do not meet in one name', () => {
  const alike = ['1.4.2-rc.1', '1.4.2-rc-1', '1.4.2-RC.1', '1.4.1234567', '1-4-1234567'];
  expect(new Set(alike.map(slugOf)).size).toBe(alike.length);
});

test('any version fits into names and labels, and no two into one', () => {
  fc.assert(
    fc.property(version, version, (one, other) => {
      expect(one).toMatch(VERSION);
      expect(slugOf(one)).toMatch(/^[a-z0-9](?!.*--)[a-z0-9-]{0,18}[a-z0-9]$/);
      expect(labelOf(one)).toMatch(/^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/);
      if (one === other) return;
      expect(slugOf(one)).not.toBe(slugOf(other));
      expect(labelOf(one)).not.toBe(labelOf(other));
    }),
    { numRuns: 1000 },
  );
});

test('releases are in the order of Semantic Versioning', () => {
  // The examples of its item 11, numbers of two digits, and a number beside a word that begins with one.
  const ascending = [
    '1.0.0-9',
    '1.0.0-1a',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.9.0',
    '1.10.0',
    '1.10.1',
    '2.0.0-0',
    '2.0.0',
  ];
  for (const [index, one] of ascending.entries()) {
    for (const [place, other] of ascending.entries()) {
      expect(Math.sign(compareReleases(one, other))).toBe(Math.sign(index - place));
    }
  }
});
