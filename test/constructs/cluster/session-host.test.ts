import { statements } from '../../../plan/policy/statement';
import { Platform } from '../../../stacks/platform';
import { synthesizer } from '../../fixture/fixture';
import type { Json } from '../../helpers';
import { environment, valid } from '../../parameters/files';
import { deployer, rightsOf } from '../../stacks/makers';
import { missingRights } from '../../stacks/missing-rights';

const ON = { cluster: { version: '1.36', sessionHost: true } };
const build = (changes: Record<string, unknown> = ON) =>
  synthesizer.platform(environment('dev', valid(changes)), Platform);
const { resource, data } = build();
const host = 'cluster_session-host';
const template = resource.aws_launch_template[`${host}_template`];
const group = resource.aws_autoscaling_group[host];

test('is not there until a parameter asks for it', () => {
  const { resource: without } = build({});
  expect(without.aws_autoscaling_group).toBeUndefined();
  expect(without.aws_launch_template).toBeUndefined();
  expect(without.aws_iam_instance_profile).toBeUndefined();
  expect(JSON.stringify(without)).not.toMatch(/session-host|ssmmessages/);
});

test('is private, without a key, and tells its credentials to no one but itself', () => {
  expect(group.vpc_zone_identifier).toEqual(
    ['a', 'b', 'c'].map((zone) => `\${aws_subnet.network_private-${zone}.id}`),
  );
  expect(template).toMatchObject({
    network_interfaces: [
      { associate_public_ip_address: 'false', security_groups: [`\${aws_security_group.${host}_group.id}`] },
    ],
    metadata_options: { http_endpoint: 'enabled', http_tokens: 'required', http_put_response_hop_limit: 1 },
    block_device_mappings: [{ device_name: '/dev/xvda', ebs: { encrypted: 'true' } }],
  });
  for (const key of ['key_name', 'user_data']) expect(template[key]).toBeUndefined();
});

test('gets its patches by replacement each week, and no plan shows a change for a newer image', () => {
  expect(template.image_id).toMatch(
    /^resolve:ssm:\/aws\/service\/ami-amazon-linux-latest\/al2023-ami-kernel-default-/,
  );
  expect(template.image_id.endsWith('arm64')).toBe(template.instance_type.startsWith('t4g.'));
  expect(group).toMatchObject({
    min_size: 1,
    max_size: 1,
    max_instance_lifetime: 7 * 24 * 3600,
    launch_template: { id: `\${aws_launch_template.${host}_template.id}`, version: '$Latest' },
  });
  expect(JSON.stringify(data ?? {})).not.toContain('ami');
});

test('is reached by nothing, and reaches the Kubernetes API and the endpoints of Session Manager alone', () => {
  const rules = (type: string): Json[] =>
    Object.values<Json>(resource[type]).filter(({ security_group_id }) =>
      security_group_id.includes('session-host'),
    );
  expect(rules('aws_vpc_security_group_ingress_rule')).toEqual([]);
  const out = rules('aws_vpc_security_group_egress_rule');
  expect(
    out.map((rule) => [rule.referenced_security_group_id, rule.from_port, rule.to_port, rule.cidr_ipv4]),
  ).toEqual([
    ['${aws_security_group.network_endpoint-group.id}', 443, 443, undefined],
    ['${aws_security_group.cluster_endpoint-group.id}', 443, 443, undefined],
  ]);
  expect(resource.aws_eks_cluster.cluster.vpc_config.security_group_ids).toEqual([
    out[1]!.referenced_security_group_id,
  ]);
});

test('finds Session Manager without a way to the internet, and no endpoint is made twice', () => {
  const names = ({ resource: { aws_vpc_endpoint } }: Json) =>
    Object.values<Json>(aws_vpc_endpoint).map(({ service_name }) => service_name.split('.').at(-1));
  expect(names(build())).toEqual(['s3', 'ssm', 'ssmmessages']);
  const network = { cidr: '10.10.0.0/16', interfaceEndpoints: ['ssm', 'sts'] };
  expect(names(build({ ...ON, network }))).toEqual(['s3', 'ssm', 'ssmmessages', 'sts']);
});

test('may answer Session Manager and nothing else, within the boundary of the account', () => {
  const role = resource.aws_iam_role[`${host}_role`];
  expect(role.permissions_boundary).toMatch(/:policy\/acme-boundary$/);
  expect(statements(role.assume_role_policy)).toHaveLength(1);
  const own = Object.values<Json>(resource.aws_iam_role_policy).filter(({ role: of }) =>
    of.includes('session-host'),
  );
  const actions = own.flatMap(({ policy }) =>
    JSON.parse(policy).Statement.flatMap(({ Action }: Json) => Action),
  );
  expect(actions).toEqual([
    'ssm:UpdateInstanceInformation',
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
  ]);
  for (const attachments of Object.values<Json>(resource.aws_iam_role_policy_attachments_exclusive ?? {}))
    expect(attachments.role_name).not.toContain('session-host');
});

test('can be made by the role that deploys', () => {
  const policy = rightsOf(synthesizer, environment('dev', valid(ON)), 'deploy');
  expect(missingRights({ resource, data }, deployer(policy))).toEqual([]);
  const rights = JSON.parse(policy).Statement;
  expect(rights).toContainEqual(
    expect.objectContaining({
      Action: expect.arrayContaining(['iam:AddRoleToInstanceProfile', 'iam:CreateInstanceProfile']),
      Resource: 'arn:aws:iam::111111111111:instance-profile/dev-*',
    }),
  );
  expect(rights).toContainEqual(
    expect.objectContaining({
      Action: 'ssm:GetParameters',
      Resource: 'arn:aws:ssm:eu-central-1::parameter/aws/service/ami-amazon-linux-latest/*',
    }),
  );
});
