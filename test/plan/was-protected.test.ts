import { wasProtected } from '../../plan/was-protected';
import { entry, planJson } from './made';

const database = (before: unknown, after: unknown) => planJson(entry('aws_db_instance.it', before, after));
const cache = (before: unknown, after: unknown) =>
  planJson(entry('aws_elasticache_replication_group.it', before, after));

test.each([
  ['no longer does', database({ deletion_protection: true }, { deletion_protection: false })],
  ['still does', database({ deletion_protection: true }, { deletion_protection: true })],
  ['goes', database({ deletion_protection: true }, null)],
  [
    'is a cache without a last snapshot by now',
    cache({ final_snapshot_identifier: 'a' }, { final_snapshot_identifier: null }),
  ],
])('what is deployed protects its data, and %s', (_, json) => {
  expect(wasProtected(json)).toBe(true);
});

test.each([
  ['it never did', database({ deletion_protection: false }, { deletion_protection: false })],
  ['it is to from now on', database({ deletion_protection: false }, { deletion_protection: true })],
  ['nothing is there yet', database(null, { deletion_protection: true })],
  ['a cache keeps no last snapshot', cache({ final_snapshot_identifier: null }, {})],
  // A team may keep one of its load balancers so; that says nothing of the environment.
  ['another thing', planJson(entry('aws_lb.it', { enable_deletion_protection: true }, {}))],
])('nothing says that it is protected: %s', (_, json) => {
  expect(wasProtected(json)).toBe(false);
});
