import type { ResourceChange } from '../../../plan/change';
import { entry, ids } from '../made';

// Addresses, methods, paths, pages and containers, in the shape that the provider writes.

const method = (http_method: string, authorization: string) => ({ http_method, authorization });
const path = { path_pattern: [{ values: ['/admin/*'] }] };
const office = { source_ip: [{ values: ['203.0.113.0/24'] }] };
const task = (container: object) => ({
  family: 't',
  container_definitions: JSON.stringify([{ name: 'a', image: 'a', ...container }]),
});
const origin = (domain_name: string) => ({ origin: [{ origin_id: 'o', domain_name }] });
const client = (...callback_urls: string[]) => ({ callback_urls });
const denial = {
  network_acl_id: 'acl-1',
  rule_number: 50,
  egress: false,
  protocol: '-1',
  rule_action: 'deny',
  cidr_block: '198.51.100.0/24',
};

const refusing = {
  type: 'fixed-response',
  fixed_response: [{ content_type: 'text/plain', status_code: '403' }],
};
const notFound = { ...refusing, fixed_response: [{ content_type: 'text/plain', status_code: '404' }] };
const leading = { type: 'forward', target_group_arn: 'arn:aws:elasticloadbalancing:::targetgroup/a/1' };
const rule = (action: object) => ({ listener_arn: 'l', action: [action], condition: [path] });

test.each<[rule: string, name: string, changes: ResourceChange[]]>([
  [
    'public-access',
    'a listener that leads on what it refused',
    [entry('aws_lb_listener.it', { default_action: [refusing] }, { default_action: [leading] })],
  ],
  ['public-access', 'a refusal that goes', [entry('aws_lb_listener_rule.it', rule(refusing), null)]],
  [
    'public-access',
    'a public address for a server',
    [entry('aws_eip_association.it', null, { instance_id: 'i-1', allocation_id: 'eipalloc-1' })],
  ],
  [
    'public-access',
    'a collection in the internet',
    [
      entry('aws_opensearchserverless_security_policy.it', null, {
        type: 'network',
        policy: JSON.stringify([{ Rules: [{ Resource: ['collection/a'] }], AllowFromPublic: true }]),
      }),
    ],
  ],
  [
    'public-access',
    'a method that anybody may call',
    [entry('aws_api_gateway_method.it', null, method('POST', 'NONE'))],
  ],
  [
    'network-opened',
    'a denial that goes, of an ACL that nobody sees',
    [entry('aws_network_acl_rule.it', denial, null)],
  ],
  [
    'public-access',
    'a path for everybody that was for an office',
    [entry('aws_lb_listener_rule.it', { condition: [path, office] }, { condition: [path] })],
  ],
  [
    'public-access',
    'a task with rights over its server',
    [
      entry('aws_ecs_task_definition.it', task({}), task({ privileged: true }), {
        actions: ['delete', 'create'],
      }),
    ],
  ],
  [
    'network-opened',
    'pages from another host',
    [entry('aws_cloudfront_distribution.it', origin('lb.example.com'), origin('lb.example.net'))],
  ],
  [
    'network-opened',
    'a way from network to network',
    [
      entry('aws_ec2_transit_gateway_route.it', null, {
        destination_cidr_block: '0.0.0.0/0',
        transit_gateway_attachment_id: 'tgw-attach-1',
      }),
    ],
  ],
  [
    'network-opened',
    'people who signed in, sent elsewhere',
    [
      entry(
        'aws_cognito_user_pool_client.it',
        client('https://app.example.com/'),
        client('https://other.example.net/'),
      ),
    ],
  ],
])('%s finds %s', (id, _, changes) => {
  expect(ids(...changes)).toEqual([id]);
});

test.each<[string, ResourceChange[]]>([
  [
    'the address of a NAT gateway',
    [
      entry(
        'aws_eip.it',
        null,
        { domain: 'vpc' },
        { after_unknown: { instance: true, network_interface: true } },
      ),
    ],
  ],
  [
    'a collection in the network alone',
    [
      entry('aws_opensearchserverless_security_policy.it', null, {
        type: 'network',
        policy: JSON.stringify([{ Rules: [{ Resource: ['collection/a'] }], SourceVPCEs: ['vpce-1'] }]),
      }),
    ],
  ],
  [
    'a refusal that another rule takes over, and a page of an old service that goes',
    [
      entry('aws_lb_listener_rule.it', rule(refusing), null),
      entry('aws_lb_listener_rule.other', null, rule(refusing)),
      entry('aws_lb_listener.it', { default_action: [notFound] }, { default_action: [leading] }),
    ],
  ],
  // A browser asks before it signs in.
  ['a method that browsers ask first', [entry('aws_api_gateway_method.it', null, method('OPTIONS', 'NONE'))]],
  ['a method for who signs in', [entry('aws_api_gateway_method.it', null, method('POST', 'AWS_IAM'))]],
  [
    'a denial that another resource takes over',
    [entry('aws_network_acl_rule.it', denial, null), entry('aws_network_acl_rule.other', null, denial)],
  ],
  [
    'a path for fewer addresses of an office',
    [entry('aws_lb_listener_rule.it', { condition: [path] }, { condition: [path, office] })],
  ],
  [
    'another image of a task',
    [
      entry(
        'aws_ecs_task_definition.it',
        task({ privileged: true }),
        task({ privileged: true, image: 'b' }),
        {
          actions: ['delete', 'create'],
        },
      ),
    ],
  ],
  ['the first pages', [entry('aws_cloudfront_distribution.it', null, origin('lb.example.com'))]],
  // Whose a bucket is, its name does not tell.
  [
    'pages from a bucket',
    [entry('aws_cloudfront_distribution.it', origin('lb.example.com'), origin('b.s3.amazonaws.com'))],
  ],
  [
    'a route that leads nowhere',
    [
      entry('aws_ec2_transit_gateway_route.it', null, {
        destination_cidr_block: '0.0.0.0/0',
        blackhole: true,
      }),
    ],
  ],
  [
    'people who signed in, sent to one more app of the same domain, and to one that somebody writes',
    [
      entry(
        'aws_cognito_user_pool_client.it',
        client('https://app.example.com/'),
        client('https://app.example.com/', 'https://admin.example.com/', 'http://localhost:3000/'),
      ),
    ],
  ],
  ['the first app', [entry('aws_cognito_user_pool_client.it', null, client('https://app.example.com/'))]],
])('lets pass: %s', (_, changes) => {
  expect(ids(...changes)).toEqual([]);
});
