import { stays } from '../made';
import { changed, found, type Row } from './found';

// By hand, in the shape of the provider: the emulator makes few of these.

const parameters = (value: string, apply_method = 'pending-reboot') => ({
  name: 'g',
  parameter: [{ name: 'max_connections', value, apply_method }],
});

test.each<Row>([
  [
    'Aurora PostgreSQL',
    [
      changed(
        'aws_rds_cluster.x',
        { engine: 'aurora-postgresql', engine_version: '15.4' },
        { engine_version: '16.1' },
      ),
    ],
    [
      'database-interrupted aws_rds_cluster.x goes to another major version, 15.4 → 16.1: minutes without connections, more for a big one, and only a snapshot leads back: take one first (docs/runbooks/upgrades.md)',
    ],
  ],
  [
    'Aurora MySQL, a minor',
    [
      changed(
        'aws_rds_cluster.x',
        { engine: 'aurora-mysql', engine_version: '8.0.mysql_aurora.3.04.0' },
        { engine_version: '8.0.mysql_aurora.3.05.0' },
      ),
    ],
    [],
  ],
  [
    'a disk that grows no more',
    [changed('aws_db_instance.x', { max_allocated_storage: 100 }, { max_allocated_storage: 0 })],
    ['capacity-emptied aws_db_instance.x has a disk that grows no more: once it is full, the database stops'],
  ],
  [
    'a parameter that waits',
    [
      changed('aws_db_parameter_group.g', parameters('100'), parameters('200')),
      stays('aws_db_instance.x', { parameter_group_name: 'g' }),
    ],
    [
      'interruption-risked aws_db_parameter_group.g changes max_connections, which is not in force until somebody reboots aws_db_instance.x: no deploy does',
    ],
  ],
  [
    'a parameter that a restart puts in force',
    [
      changed('aws_db_parameter_group.g', parameters('100'), parameters('200')),
      changed(
        'aws_db_instance.x',
        { parameter_group_name: 'g', instance_class: 'db.m7g.large' },
        { instance_class: 'db.m7g.xlarge' },
      ),
    ],
    [],
  ],
  [
    'a parameter in force at once',
    [changed('aws_db_parameter_group.g', parameters('100', 'immediate'), parameters('200', 'immediate'))],
    [],
  ],
  [
    'maintenance by day',
    [
      changed(
        'aws_db_instance.x',
        { maintenance_window: 'sun:03:00-sun:04:00' },
        { maintenance_window: 'tue:10:00-tue:11:00' },
      ),
    ],
    [
      'interruption-risked aws_db_instance.x is maintained by day (UTC): sun:03:00-sun:04:00 → tue:10:00-tue:11:00',
    ],
  ],
  [
    'a much smaller class',
    [changed('aws_db_instance.x', { instance_class: 'db.m7g.4xlarge' }, { instance_class: 'db.m7g.large' })],
    [
      'interruption-risked aws_db_instance.x gets a much smaller class, db.m7g.4xlarge → db.m7g.large: about one 8th of the memory and processors',
    ],
  ],
])('databases: %s', (_, changes, expected) => expect(found(...changes)).toEqual(expected));
