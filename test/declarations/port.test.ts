import { portOf } from '../../declarations/port';

test.each([
  ['postgres', 5432],
  ['mysql', 3306],
  ['redis', 6379],
  ['valkey', 6379],
  ['memcached', 11211],
] as const)(
  '%s listens where clients expect it, unless it is declared to listen elsewhere',
  (engine, usual) => {
    expect(portOf({ engine })).toBe(usual);
    expect(portOf({ engine, port: 7000 })).toBe(7000);
  },
);
