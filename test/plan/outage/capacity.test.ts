import { stays } from '../made';
import { changed, found, type Row } from './found';

// By hand, in the shape of the provider: the emulator makes few of these.

const asg = { name: 'web', min_size: 2, max_size: 6, desired_capacity: 3 };
const nodes = (scaling: object) => ({
  scaling_config: [{ min_size: 1, max_size: 6, desired_size: 3, ...scaling }],
});
const target = (max_capacity: number) => ({
  resource_id: 'service/main/web',
  service_namespace: 'ecs',
  min_capacity: 2,
  max_capacity,
});
const task = (desired_count: number) => ({
  name: 'web',
  cluster: 'arn:aws:ecs:eu:1:cluster/main',
  desired_count,
});

test.each<Row>([
  [
    'a group of servers of none',
    [changed('aws_autoscaling_group.x', asg, { min_size: 0, max_size: 0, desired_capacity: 0 })],
    ['capacity-emptied aws_autoscaling_group.x runs no server any more, where 3 servers run now'],
  ],
  [
    'a group that may shrink to none',
    [changed('aws_autoscaling_group.x', asg, { min_size: 0 })],
    ['capacity-emptied aws_autoscaling_group.x may shrink to no server at all: at least 2 → 0'],
  ],
  [
    'fewer at most than run',
    [changed('aws_autoscaling_group.x', asg, { min_size: 2, max_size: 2, desired_capacity: 2 })],
    [
      'capacity-emptied aws_autoscaling_group.x may have 2 servers at most, where 3 servers run now'.replace(
        '2 servers at most',
        '2 at most',
      ),
    ],
  ],
  ['a group of more', [changed('aws_autoscaling_group.x', asg, { max_size: 10, desired_capacity: 5 })], []],
  [
    'nodes to none',
    [changed('aws_eks_node_group.x', nodes({}), nodes({ min_size: 0, desired_size: 0 }))],
    ['capacity-emptied aws_eks_node_group.x runs no node any more, where 3 nodes run now'],
  ],
  [
    'a service of no task',
    [changed('aws_ecs_service.x', task(3), task(0))],
    ['capacity-emptied aws_ecs_service.x runs no task any more, where 3 tasks run now'],
  ],
  [
    'an autoscaler below what runs',
    [stays('aws_ecs_service.x', task(8)), changed('aws_appautoscaling_target.x', target(12), target(7))],
    ['capacity-emptied aws_appautoscaling_target.x may have 7 at most, where 8 units run now'],
  ],
  ['an autoscaler a little lower', [changed('aws_appautoscaling_target.x', target(12), target(10))], []],
  [
    'a function that never runs',
    [
      changed(
        'aws_lambda_function.x',
        { reserved_concurrent_executions: -1 },
        { reserved_concurrent_executions: 0 },
      ),
    ],
    [
      'capacity-emptied aws_lambda_function.x never runs any more: every call is refused, as reserved_concurrent_executions is 0',
    ],
  ],
  [
    'a table that takes a fixed number',
    [
      changed(
        'aws_dynamodb_table.x',
        { name: 't', billing_mode: 'PAY_PER_REQUEST', read_capacity: 0, write_capacity: 0 },
        { billing_mode: 'PROVISIONED', read_capacity: 1, write_capacity: 1 },
      ),
    ],
    [
      'capacity-emptied aws_dynamodb_table.x takes 1 reads and 1 writes a second in place of as many as come: what is more is refused',
    ],
  ],
  [
    'no node pools of Auto Mode',
    [
      changed(
        'aws_eks_cluster.x',
        { compute_config: [{ enabled: true, node_pools: ['general-purpose', 'system'] }] },
        { compute_config: [{ enabled: true, node_pools: [] }] },
      ),
    ],
    [
      'capacity-emptied aws_eks_cluster.x has no node pools of its own any more, of which it had general-purpose and system: pods on their nodes end, and new ones find no place',
    ],
  ],
])('capacity: %s', (_, changes, expected) => expect(found(...changes)).toEqual(expected));
