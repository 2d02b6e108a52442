import type { ResourceChange } from '../../../plan/change';
import { created, deleted, stays } from '../made';
import { changed, found, type Row, replaced, succeeded } from './found';

// By hand, in the shape of the provider: the emulator makes few of these.

const record = (more: object) => ({ zone_id: 'Z', name: 'shop.example', type: 'A', ...more });
const alias = (name: unknown) => record({ alias: [{ name, zone_id: 'Y' }] });
const certificate = (...names: readonly string[]) => ({
  arn: `arn:${names[0]}`,
  domain_name: names[0],
  subject_alternative_names: names,
});

test.each<Row>([
  [
    'a name',
    [deleted('aws_route53_record.x', record({ records: ['192.0.2.1'] }))],
    ['name-changed aws_route53_record.x is deleted: shop.example (A) leads nowhere any more'],
  ],
  [
    'a name under another address',
    [
      deleted('aws_route53_record.x', record({ records: ['192.0.2.1'] })),
      created('aws_route53_record.y', record({ records: ['192.0.2.1'] })),
    ],
    [],
  ],
  [
    'a name to another load balancer',
    [
      changed(
        'aws_route53_record.x',
        alias('old.elb.amazonaws.com'),
        alias('dualstack.new.elb.amazonaws.com'),
      ),
    ],
    [
      'name-changed aws_route53_record.x leads shop.example somewhere else: old.elb.amazonaws.com → new.elb.amazonaws.com',
    ],
  ],
  [
    'the same in other words',
    [
      changed(
        'aws_route53_record.x',
        alias('old.elb.amazonaws.com'),
        alias('dualstack.old.elb.amazonaws.com.'),
      ),
    ],
    [],
  ],
  [
    'a name that is never the answer',
    [
      changed(
        'aws_route53_record.x',
        record({ records: ['a'], weighted_routing_policy: [{ weight: 100 }] }),
        record({ records: ['a'], weighted_routing_policy: [{ weight: 0 }] }),
      ),
    ],
    ['name-changed aws_route53_record.x is never the answer for shop.example any more: weight 100 → 0'],
  ],
  [
    'name servers',
    [
      changed(
        'aws_route53domains_registered_domain.x',
        { name_server: [{ name: 'ns1' }] },
        { name_server: [{ name: 'ns2' }] },
      ),
    ],
    ['name-changed aws_route53domains_registered_domain.x is answered by other name servers: ns1 → ns2'],
  ],
  [
    'a proof of a certificate that goes',
    [
      deleted('aws_route53_record.x', {
        zone_id: 'Z',
        name: '_1.example',
        type: 'CNAME',
        records: ['_2.acm-validations.aws.'],
      }),
    ],
    [],
  ],
])('names: %s', (_, changes, expected) => expect(found(...changes)).toEqual(expected));

test('a name that goes or moves with its load balancer is no finding of its own', () => {
  const balancer = { arn: 'arn:lb', dns_name: 'old.elb.amazonaws.com' };
  const ids = (...changes: readonly ResourceChange[]) => found(...changes).map((text) => text.split(' ')[0]);
  expect(
    ids(
      deleted('aws_lb.x', balancer),
      deleted('aws_route53_record.x', alias('dualstack.old.elb.amazonaws.com')),
    ),
  ).toEqual(['entrance-closed']);
  const moved = changed('aws_route53_record.x', alias('old.elb.amazonaws.com'), {
    alias: [{ zone_id: 'Y' }],
  });
  const unknown = { ...moved, change: { ...moved.change, after_unknown: { alias: [{ name: true }] } } };
  expect(ids(succeeded('aws_lb.x', balancer), unknown)).toEqual([]);
  expect(ids(unknown)).toEqual(['name-changed']);
});

test.each<Row>([
  [
    'one for fewer names',
    [succeeded('aws_acm_certificate.x', certificate('a.example', 'b.example'), certificate('a.example'))],
    ['certificate-lost aws_acm_certificate.x is no longer for b.example: browsers refuse it there'],
  ],
  [
    'one whose names another one has',
    [
      deleted('aws_acm_certificate.x', certificate('a.example')),
      stays('aws_acm_certificate.y', certificate('*.example')),
    ],
    [],
  ],
  [
    'one without a successor',
    [replaced('aws_acm_certificate.x', certificate('a.example'), { validation_method: 'DNS' })],
    [
      'certificate-lost aws_acm_certificate.x is deleted before the new one is there, which AWS refuses while it is in use, and which leaves a.example without one',
    ],
  ],
  [
    'one taken from a listener',
    [
      deleted('aws_lb_listener_certificate.x', { listener_arn: 'arn:l', certificate_arn: 'arn:a.example' }),
      stays('aws_acm_certificate.x', certificate('a.example')),
    ],
    [
      'certificate-lost aws_lb_listener_certificate.x is deleted: arn:l has no certificate for a.example any more'.replace(
        'arn:l',
        'l',
      ),
    ],
  ],
])('certificates: %s', (_, changes, expected) => expect(found(...changes)).toEqual(expected));

test('a record that comes under another address, in place of one of the name', () => {
  const of = (...records: string[]) => record({ ttl: 60, records });
  const moves = (before: object, after: object) =>
    found(deleted('aws_route53_record.old', before), created('aws_route53_record.new', after));
  expect(moves(of('198.51.100.1'), of('198.51.100.2'))).toEqual([
    'name-changed aws_route53_record.new leads shop.example somewhere else: 198.51.100.1 → 198.51.100.2',
  ]);
  expect(moves(of('198.51.100.1'), of('198.51.100.1'))).toEqual([]);
});
