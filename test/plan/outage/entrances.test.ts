import { created, deleted, stays } from '../made';
import { changed, found, type Row, replaced, succeeded } from './found';

// By hand, in the shape of the provider: the emulator makes few of these.

const rule = (...values: readonly string[]) => ({
  listener_arn: 'arn:l',
  condition: [{ host_header: [{ values }], path_pattern: [] }],
  action: [{ type: 'forward', target_group_arn: 'arn:aws:elb:eu:1:targetgroup/web/1' }],
});
const listener = (action: object, more: object = {}) => ({
  arn: 'arn:l',
  load_balancer_arn: 'arn:lb',
  port: 443,
  default_action: [{ type: 'forward', ...action }],
  ...more,
});
const group = { security_group_id: 'sg-1', type: 'ingress', from_port: 443 };
const lb = stays('aws_lb.web', { id: 'arn:lb', security_groups: ['sg-1'] });

test.each<Row>([
  [
    'a rule',
    [deleted('aws_lb_listener_rule.x', rule('shop.example'))],
    ['entrance-closed aws_lb_listener_rule.x is deleted: requests for shop.example are no longer led to web'],
  ],
  [
    'a rule under another address',
    [
      deleted('aws_lb_listener_rule.x', rule('shop.example')),
      created('aws_lb_listener_rule.y', rule('shop.example')),
    ],
    [],
  ],
  [
    'a rule that goes with its listener',
    [deleted('aws_lb_listener_rule.x', rule('shop.example')), deleted('aws_lb_listener.l', listener({}))],
    ['entrance-closed aws_lb_listener.l is deleted: the load balancer answers nobody at port 443'],
  ],
  [
    'a listener that goes with its load balancer',
    [deleted('aws_lb_listener.l', listener({})), deleted('aws_lb.lb', { arn: 'arn:lb' })],
    ['entrance-closed aws_lb.lb is deleted: nothing behind it can be reached through it'],
  ],
  [
    'a host less',
    [changed('aws_lb_listener_rule.x', rule('a.example', 'b.example'), rule('a.example'))],
    ['entrance-closed aws_lb_listener_rule.x no longer leads requests for b.example to web'],
  ],
  [
    'an error in place of targets',
    [
      changed(
        'aws_lb_listener.l',
        listener({ target_group_arn: 'arn:tg' }),
        listener({ type: 'fixed-response', fixed_response: [{ status_code: '503' }] }),
      ),
    ],
    ['entrance-closed aws_lb_listener.l answers requests with 503 by itself, and leads them to nobody'],
  ],
  [
    'HTTP that leads on to HTTPS',
    [changed('aws_lb_listener.l', listener({}, { port: 80 }), listener({ type: 'redirect' }, { port: 80 }))],
    [],
  ],
  [
    'the last way in of a load balancer',
    [lb, deleted('aws_security_group_rule.x', group)],
    [
      'entrance-closed aws_security_group_rule.x lets nobody in any more: it was the last way in to aws_lb.web',
    ],
  ],
  [
    'one of two ways in',
    [lb, deleted('aws_security_group_rule.x', group), stays('aws_security_group_rule.y', group)],
    [],
  ],
  ['the last way in of what nobody has', [deleted('aws_security_group_rule.x', group)], []],
  [
    'a firewall that refuses everybody',
    [
      changed(
        'aws_wafv2_web_acl.x',
        { default_action: [{ allow: [{}], block: [] }] },
        { default_action: [{ allow: [], block: [{}] }] },
      ),
    ],
    [
      'entrance-closed aws_wafv2_web_acl.x refuses every request that no rule allows: default action allow → block',
    ],
  ],
  [
    'a distribution switched off',
    [changed('aws_cloudfront_distribution.x', { enabled: true }, { enabled: false })],
    ['entrance-closed aws_cloudfront_distribution.x is switched off: nobody gets an answer from it'],
  ],
  [
    'a load balancer whose successor is there first',
    [succeeded('aws_lb.x', { arn: 'arn:lb', name: 'a' }, { name: 'b' })],
    [],
  ],
  [
    'a load balancer without a successor',
    [replaced('aws_lb.x', { arn: 'arn:lb', internal: true }, { name: 'b' })],
    [
      'entrance-closed aws_lb.x is deleted, and then made anew with another address: until then nothing behind it can be reached through it',
    ],
  ],
])('entrances: %s', (_, changes, expected) => expect(found(...changes)).toEqual(expected));
