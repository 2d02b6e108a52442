import { isTimeZone } from '../../declarations/time-zone';

test.each([
  'UTC',
  'Etc/UTC',
  'Europe/Berlin',
  'Europe/Kyiv',
  'Asia/Kolkata',
  'America/Argentina/Buenos_Aires',
  'America/Port-au-Prince',
  'Antarctica/DumontDUrville',
  'Africa/Dar_es_Salaam',
])('knows %s', (name) => {
  expect(isTimeZone(name)).toBe(true);
});

test.each([
  ['', 'nothing'],
  ['Berlin', 'no area'],
  ['Europe/Atlantis', 'not in the database'],
  ['Europe/berlin', 'Kubernetes minds capitals'],
  ['America/New_york', 'Kubernetes minds capitals'],
  ['EUROPE/BERLIN', 'Kubernetes minds capitals'],
  ['utc', 'Kubernetes minds capitals'],
  ['CEST', 'of the summer alone'],
  ['+02:00', 'of the summer alone'],
  ['Etc/GMT+2', 'two hours behind, not ahead'],
  ['Local', 'whatever the node has'],
  ['../etc/passwd', 'a path'],
])('refuses "%s": %s', (name) => {
  expect(isTimeZone(name)).toBe(false);
});

test('knows every zone that is in use', () => {
  const inUse = Intl.supportedValuesOf('timeZone').filter(
    (name) => name.includes('/') && !name.startsWith('Etc/'),
  );
  expect(inUse.length).toBeGreaterThan(300);
  expect(inUse.filter((name) => !isTimeZone(name))).toEqual([]);
});
