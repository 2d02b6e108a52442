import { type RuleProps, SecurityGroup } from '../../../constructs/network/security-group';
import { all, naming, only, type Synthesized, synth } from '../../helpers';

const group = (open: (group: SecurityGroup) => void = () => {}): Synthesized =>
  synth((stack) => {
    open(
      new SecurityGroup(stack, 'orders', {
        naming,
        vpcId: 'vpc-1',
        name: 'orders',
        description: 'Database orders',
      }),
    );
  });

const api: RuleProps = { peer: { securityGroupId: 'sg-api' }, port: 5432, description: 'Orders of the API' };

test('is closed both ways until it is opened', () => {
  const closed = group();
  expect(only(closed, 'aws_security_group')).toMatchObject({
    name: 'test-orders',
    description: 'Database orders',
    vpc_id: 'vpc-1',
    tags: { Name: 'test-orders' },
  });
  // Rules inside the group would undo those beside it.
  expect(only(closed, 'aws_security_group').ingress).toBeUndefined();
  expect(only(closed, 'aws_security_group').egress).toBeUndefined();
  expect(all(closed, 'aws_vpc_security_group_ingress_rule')).toEqual([]);
  expect(all(closed, 'aws_vpc_security_group_egress_rule')).toEqual([]);
});

test('lets one group in, at one port, and says why', () => {
  const opened = group((orders) => orders.allowFrom('api', api));
  const rule = only(opened, 'aws_vpc_security_group_ingress_rule');
  expect(rule).toMatchObject({
    security_group_id: '${aws_security_group.orders.id}',
    referenced_security_group_id: 'sg-api',
    ip_protocol: 'tcp',
    from_port: 5432,
    to_port: 5432,
    description: 'Orders of the API',
  });
  expect(rule.cidr_ipv4).toBeUndefined();
  expect(all(opened, 'aws_vpc_security_group_egress_rule')).toEqual([]);
});

test('lets a network in', () => {
  const opened = group((orders) => orders.allowFrom('vpn', { ...api, peer: { cidr: '10.9.0.0/16' } }));
  const rule = only(opened, 'aws_vpc_security_group_ingress_rule');
  expect(rule).toMatchObject({ cidr_ipv4: '10.9.0.0/16', from_port: 5432, to_port: 5432 });
  expect(rule.referenced_security_group_id).toBeUndefined();
});

test('reaches one peer, without letting it in', () => {
  const opened = group((orders) => orders.allowTo('api', { ...api, port: 8080 }));
  expect(only(opened, 'aws_vpc_security_group_egress_rule')).toMatchObject({
    security_group_id: '${aws_security_group.orders.id}',
    referenced_security_group_id: 'sg-api',
    ip_protocol: 'tcp',
    from_port: 8080,
    to_port: 8080,
    description: 'Orders of the API',
  });
  expect(all(opened, 'aws_vpc_security_group_ingress_rule')).toEqual([]);
});
