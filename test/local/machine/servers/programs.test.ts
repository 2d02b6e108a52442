import { programFor } from '../../../../local/machine/servers/programs';

test.each([
  ['postgres', '17.10', 'postgres-17'],
  ['postgres', '18.1', 'postgres-18'],
  // The next one above, else below.
  ['postgres', '15.4', 'postgres-17'],
  ['postgres', '19.1', 'postgres-18'],
  ['mysql', '8.4.10', 'mysql-9'],
  ['valkey', '7.2', 'valkey-8'],
  ['valkey', '9.0', 'valkey-9'],
  ['redis', '7.1', 'redis-7'],
  ['memcached', '1.6.22', 'memcached-1'],
])('behind %s %s stands %s', (engine, version, name) => {
  expect(programFor({ engine, version })).toBe(name);
});

test('there is none for an engine that nobody has', () => {
  expect(programFor({ engine: 'oracle', version: '19' })).toBeUndefined();
});
