import type { ResourceChange } from '../../../plan/change';
import { entry, found, stays } from '../made';

// Security groups of something that is there, in the shape that the provider writes.

const open = (cidr: string) => ({
  cidr_blocks: [cidr],
  ipv6_cidr_blocks: [],
  prefix_list_ids: [],
  security_groups: [],
  self: false,
  protocol: 'tcp',
  from_port: 5432,
  to_port: 5432,
});
const group = (id: string, ...cidrs: string[]) =>
  stays(`aws_security_group.${id}`, { id, ingress: cidrs.map(open), egress: [] });
const database = (was: string[], will: string[], more: object = {}) =>
  entry('aws_db_instance.main', { vpc_security_group_ids: was }, { vpc_security_group_ids: will }, more);

test('a group of the plan that lets in more', () => {
  expect(
    found(group('sg-own', '10.0.1.0/24'), group('sg-open', '0.0.0.0/0'), database(['sg-own'], ['sg-open'])),
  ).toEqual([
    'network-opened: aws_db_instance.main gets sg-open, which lets through more: tcp 5432 from 0.0.0.0/0',
  ]);
});

test('for data, a group that the plan does not show', () => {
  expect(found(database(['sg-own'], ['sg-own', 'sg-other']))).toEqual([
    'network-opened: aws_db_instance.main gets the rules of sg-other, a security group that this plan does not show',
  ]);
});

test.each<[string, ResourceChange[]]>([
  [
    'a group that lets in no more',
    [group('sg-a', '10.0.0.0/16'), group('sg-b', '10.0.1.0/24'), database(['sg-a'], ['sg-b'])],
  ],
  ['a group less', [database(['sg-a', 'sg-b'], ['sg-a'])]],
  ['another order', [database(['sg-a', 'sg-b'], ['sg-b', 'sg-a'])]],
  [
    'a group that the plan makes, which its own rules judge',
    [
      entry(
        'aws_security_group.new',
        null,
        { ingress: [open('10.0.1.0/24')], egress: [] },
        { after_unknown: { id: true } },
      ),
      database(['sg-a'], [], { after_unknown: { vpc_security_group_ids: true } }),
    ],
  ],
  [
    'servers, of which the plan does not show the group',
    [entry('aws_instance.a', { vpc_security_group_ids: ['sg-a'] }, { vpc_security_group_ids: ['sg-b'] })],
  ],
])('lets pass: %s', (_, changes) => expect(found(...changes)).toEqual([]));
