import { only } from '../../helpers';
import { expression } from '../neighbours';
import { build } from './built-database';

const GIB = 1024 ** 3;

test('alarms are a share of what the parameters give it', () => {
  const { alarms } = build({ parameters: { storageGiB: 200, instanceClass: 'db.r7g.large' } });
  expect(alarms.storage).toMatchObject({ severity: 'critical', threshold: { below: 10 * GIB } });
  expect(alarms.memory).toMatchObject({ severity: 'warning', threshold: { below: 0.8 * GIB } });
  expect(alarms.cpu).toMatchObject({ severity: 'warning', threshold: { above: 80 } });
});

test('a database that sends no metrics raises a critical alarm, but not before it was made', () => {
  const { alarms } = build();
  const { silence, severity, dimensions } = alarms.storage!;
  expect({ silence, severity }).toEqual({ silence: 'alarm', severity: 'critical' });
  expect(expression(dimensions.DBInstanceIdentifier!)).toBe('${aws_db_instance.orders.identifier}');
});

test.each([
  ['postgres', 'db.t4g.micro', 80, 'pending-reboot'],
  ['postgres', 'db.r7g.16xlarge', 5000, 'pending-reboot'],
  ['mysql', 'db.m7g.large', 640, 'immediate'],
] as const)(
  'a %s of class %s takes %d connections, and an alarm goes off before they are used up',
  (engine, instanceClass, limit, applyMethod) => {
    const version = engine === 'mysql' ? '8.4.10' : '17.10';
    const { synthesized, alarms } = build({ engine, parameters: { version, instanceClass } });
    expect(only(synthesized, 'aws_db_parameter_group').parameter).toContainEqual({
      name: 'max_connections',
      value: String(limit),
      apply_method: applyMethod,
    });
    expect(alarms.connections).toMatchObject({ severity: 'critical', threshold: { above: 0.9 * limit } });
  },
);
