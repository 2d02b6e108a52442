import { lostSince, type Version } from '../../../cli/restore-objects/versions';

const at = new Date('2026-11-29T10:00:00Z');
const [early, before, after] = ['08:00', '09:00', '11:00'].map((time) => `2026-11-29T${time}:00Z`) as [
  string,
  string,
  string,
];
const version = (Key: string, VersionId: string, LastModified: string, IsLatest = false): Version => ({
  Key,
  VersionId,
  LastModified,
  IsLatest,
  Size: 7,
});
const marker = (Key: string, LastModified: string, IsLatest = true): Version => {
  const { Size: _, ...rest } = version(Key, 'marker', LastModified, IsLatest);
  return rest;
};

test('what was deleted since then comes back as it was then', () => {
  const versions = {
    Versions: [version('a', '2', before), version('a', '1', early)],
    DeleteMarkers: [marker('a', after)],
  };
  expect(lostSince(versions, at)).toEqual([{ key: 'a', versionId: '2', bytes: 7, now: 'deleted' }]);
});

test('what was overwritten since then comes back as it was then, however often', () => {
  const versions = {
    Versions: [
      version('a', '4', after, true),
      version('a', '3', after),
      version('a', '2', before),
      version('a', '1', early),
    ],
  };
  expect(lostSince(versions, at)).toEqual([{ key: 'a', versionId: '2', bytes: 7, now: 'overwritten' }]);
});

test.each([
  ['unchanged since then', { Versions: [version('a', '1', before, true)] }],
  ['new since then', { Versions: [version('a', '1', after, true)] }],
  ['deleted before then', { Versions: [version('a', '1', early)], DeleteMarkers: [marker('a', before)] }],
  [
    'deleted before then, and made again since',
    {
      Versions: [version('a', '2', after, true), version('a', '1', early)],
      DeleteMarkers: [marker('a', before, false)],
    },
  ],
  ['nothing', {}],
])('what is %s stays', (_, versions) => {
  expect(lostSince(versions, at)).toEqual([]);
});
