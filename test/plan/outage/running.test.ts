import { created, deleted, stays } from '../made';
import { changed, found, type Row } from './found';

// By hand, in the shape of the provider: the emulator makes few of these.

test.each<Row>([
  [
    'a function',
    [deleted('aws_lambda_function.x', { function_name: 'f' })],
    ['workload-stopped aws_lambda_function.x is deleted: who calls it gets an error'],
  ],
  [
    'a function with its schedule',
    [
      deleted('aws_lambda_function.x', { function_name: 'f', arn: 'arn:f' }),
      deleted('aws_cloudwatch_event_rule.x', { name: 'r' }),
      deleted('aws_cloudwatch_event_target.x', { rule: 'r', arn: 'arn:f' }),
      deleted('aws_lambda_permission.x', { function_name: 'f' }),
    ],
    ['workload-stopped aws_lambda_function.x is deleted: who calls it gets an error'],
  ],
  [
    'DNS of a cluster',
    [deleted('aws_eks_addon.x', { cluster_name: 'c', addon_name: 'coredns' })],
    ['workload-stopped aws_eks_addon.x is deleted: in c, pods find no names'],
  ],
  [
    'nodes that others replace',
    [
      deleted('aws_eks_node_group.x', { cluster_name: 'c', labels: null, taint: [] }),
      created('aws_eks_node_group.y', { cluster_name: 'c', labels: {}, taint: [] }),
    ],
    [],
  ],
  [
    'nodes',
    [deleted('aws_eks_node_group.x', { cluster_name: 'c' })],
    [
      'workload-stopped aws_eks_node_group.x is deleted: its pods end, and no other nodes take pods that choose them',
    ],
  ],
  ['what was replaced before', [{ ...deleted('aws_instance.x', {}), deposed: 'abc' }], []],
  ['what is of a preview', [deleted('aws_lambda_function.x', { tags: { preview: 'pr-1' } })], []],
])('what runs: %s', (_, changes, expected) => expect(found(...changes)).toEqual(expected));

test.each<Row>([
  [
    'a role that a function runs as',
    [
      deleted('aws_iam_role.x', { arn: 'arn:r', name: 'r' }),
      stays('aws_lambda_function.f', { role: 'arn:r' }),
    ],
    ['identity-lost aws_iam_role.x is deleted: aws_lambda_function.f runs as it, and loses its rights'],
  ],
  [
    'a role that goes with its function',
    [
      deleted('aws_iam_role.x', { arn: 'arn:r', name: 'r' }),
      deleted('aws_lambda_function.f', { role: 'arn:r', function_name: 'f' }),
    ],
    ['workload-stopped aws_lambda_function.f is deleted: who calls it gets an error'],
  ],
  [
    'a role that a function runs as no more',
    [
      deleted('aws_iam_role.x', { arn: 'arn:r', name: 'r' }),
      changed('aws_lambda_function.f', { role: 'arn:r' }, { role: 'arn:s' }),
    ],
    [],
  ],
  [
    'the entry of nodes',
    [
      deleted('aws_eks_access_entry.x', {
        cluster_name: 'c',
        principal_arn: 'arn:aws:iam::1:role/nodes',
        type: 'EC2_LINUX',
      }),
    ],
    [
      'identity-lost aws_eks_access_entry.x is deleted: nodes that run as nodes join c no more, and those that are there are lost',
    ],
  ],
  [
    'the entry of a person',
    [deleted('aws_eks_access_entry.x', { cluster_name: 'c', principal_arn: 'arn:r', type: 'STANDARD' })],
    [],
  ],
  [
    'what nodes need',
    [
      deleted('aws_iam_role_policy_attachment.x', {
        role: 'nodes',
        policy_arn: 'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy',
      }),
    ],
    [
      'identity-lost aws_iam_role_policy_attachment.x is deleted: the role nodes loses AmazonEKSWorkerNodePolicy, without which its nodes or cluster do not work',
    ],
  ],
  [
    'any other right',
    [
      deleted('aws_iam_role_policy_attachment.x', {
        role: 'r',
        policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      }),
    ],
    [],
  ],
])('identities: %s', (_, changes, expected) => expect(found(...changes)).toEqual(expected));
