import { CATALOGUE, type Major } from '../../parameters/catalogue/catalogue';

const DAY = /^\d{4}-\d\d-\d\d$/;

test.each(Object.entries(CATALOGUE))(
  'the list of %s names its source and its day',
  (_, { source, taken }) => {
    expect(source.length).toBeGreaterThan(40);
    expect(taken).toMatch(DAY);
  },
);

const MAJORS = [CATALOGUE.databases, CATALOGUE.caches].flatMap(({ engines }) =>
  Object.entries(engines).flatMap(([engine, majors]) =>
    Object.entries(majors).map(([major, found]): [string, string, Major] => [engine, major, found]),
  ),
);

test.each(MAJORS)('%s %s has versions of that major alone, and a family', (engine, major, found) => {
  expect(found.versions.length).toBeGreaterThan(0);
  expect(found.versions.filter((version) => !version.startsWith(`${major}.`))).toEqual([]);
  expect(found.family.startsWith(engine)).toBe(true);
});

test('the dates of Kubernetes are those that AWS announced', () => {
  const { versions } = CATALOGUE.kubernetes;
  // Source: "Amazon EKS Kubernetes release calendar" in the EKS User Guide.
  expect(versions['1.34']!.standardSupportEnds).toBe('2026-12-02');
  expect(versions['1.35']!.standardSupportEnds).toBe('2027-03-27');
  expect(versions['1.36']!.standardSupportEnds).toBe('2027-08-02');
});

test('sizes that do not exist are in no list', () => {
  expect(CATALOGUE.databases.sizes).toHaveProperty(['db.t4g.small']);
  expect(CATALOGUE.databases.sizes).not.toHaveProperty(['db.t9z.small']);
  expect(CATALOGUE.caches.sizes).not.toHaveProperty(['cache.t9z.micro']);
});

test('regions without three zones, or with others than a, b and c, say so', () => {
  const { regions } = CATALOGUE.regions;
  expect(regions['ap-northeast-1']!.zones).toEqual(['a', 'c', 'd']);
  expect(regions['us-west-1']!.zones).toEqual(['a', 'b']);
  expect(regions['ca-central-1']!.zones).toEqual(['a', 'b', 'd']);
});

test('each partition that anybody can have an account in has a region', () => {
  const { partitions, regions } = CATALOGUE.regions;
  const found = new Set(Object.values(regions).map(({ partition }) => partition));
  expect(Object.keys(partitions).sort()).toEqual(['aws', 'aws-cn', 'aws-eusc', 'aws-us-gov']);
  expect([...found].sort()).toEqual(Object.keys(partitions).sort());
});
