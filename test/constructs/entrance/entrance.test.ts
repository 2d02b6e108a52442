import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { MetricAlarmProps } from '../../../constructs/alarms/metric-alarm';
import { protection } from '../../../constructs/core/protection';
import { Entrance, type EntranceProps } from '../../../constructs/entrance/entrance';
import { Network } from '../../../constructs/network/network';
import { AccessLogs } from '../../../constructs/storage/access-logs';
import type { BaseStack } from '../../../stacks/stack';
import { all, type Json, naming, only, type Synthesized, synth } from '../../helpers';
import { environment } from '../../parameters/files';
import { neighbours } from '../neighbours';

const INTERNET = ['0.0.0.0/0'];
const PARAMETERS = {
  ...environment().parameters.entrance,
  allowedCidrs: INTERNET,
  requestsPerFiveMinutes: 2000,
};

interface Made {
  readonly entrance: Entrance;
  readonly alarms: Record<string, MetricAlarmProps>;
}

function make(stack: BaseStack, props: Partial<EntranceProps> = {}): Made {
  const { logs, alerts, alarms } = neighbours(stack);
  const safe = protection(false);
  const network = new Network(stack, 'network', {
    naming,
    logs,
    alerts,
    parameters: environment().parameters.network,
  });
  const entrance = new Entrance(stack, 'entrance', {
    naming,
    protection: safe,
    network,
    logs,
    alerts,
    accessLogs: new AccessLogs(stack, 'access-logs', {
      naming,
      protection: safe,
      hostsPreviews: false,
      expireDays: 30,
    }),
    domain: 'test.acme.example',
    parentDomain: 'acme.example',
    parameters: PARAMETERS,
    ...props,
  });
  return { entrance, alarms };
}

const entrance = (props: Partial<EntranceProps> = {}): Synthesized => synth((stack) => make(stack, props));

const standard = entrance();

const allowing = (allowedCidrs: string[]): Json[] =>
  all(entrance({ parameters: { ...PARAMETERS, allowedCidrs } }), 'aws_vpc_security_group_ingress_rule');

const listener = (port: number): Json => all(standard, 'aws_lb_listener').find((one) => one.port === port);

describe('who comes in', () => {
  test('only HTTPS, and HTTP to be redirected, from the allowed networks', () => {
    const rules = allowing(['192.0.2.0/24', '198.51.100.0/24']);
    expect(rules.map((rule) => [rule.cidr_ipv4, rule.from_port, rule.to_port, rule.ip_protocol])).toEqual([
      ['192.0.2.0/24', 80, 80, 'tcp'],
      ['198.51.100.0/24', 80, 80, 'tcp'],
      ['192.0.2.0/24', 443, 443, 'tcp'],
      ['198.51.100.0/24', 443, 443, 'tcp'],
    ]);
  });

  test('nobody, when no network is allowed', () => {
    expect(allowing([])).toEqual([]);
  });

  test('a network that is named twice gets one rule for each port, as AWS refuses the second', () => {
    expect(allowing([...INTERNET, ...INTERNET])).toHaveLength(2);
  });

  test('it reaches nothing until a service opens a path', () => {
    expect(all(standard, 'aws_vpc_security_group_egress_rule')).toEqual([]);
  });
});

describe('what it answers', () => {
  test('404 as JSON, until a service adds its rule', () => {
    const [action] = listener(443).default_action;
    expect(action).toMatchObject({
      type: 'fixed-response',
      fixed_response: { status_code: '404', content_type: 'application/json' },
    });
    expect(JSON.parse(action.fixed_response.message_body)).toEqual({ error: 'no service has this address' });
  });

  test('over TLS 1.2 or later, and tells browsers to stay there', () => {
    expect(listener(443)).toMatchObject({
      protocol: 'HTTPS',
      ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
      routing_http_response_strict_transport_security_header_value: 'max-age=31536000',
    });
  });

  test('a redirect to HTTPS on port 80, for good', () => {
    expect(listener(80).default_action).toEqual([
      { type: 'redirect', redirect: { status_code: 'HTTP_301', protocol: 'HTTPS', port: '443' } },
    ]);
  });
});

describe('the load balancer', () => {
  test('waits for as long as the environment says', () => {
    expect(only(standard, 'aws_lb').idle_timeout).toBe(60);
    const patient = entrance({ parameters: { ...PARAMETERS, idleSeconds: 300 } });
    expect(only(patient, 'aws_lb').idle_timeout).toBe(300);
  });

  test('is public, refuses malformed headers and requests that could be smuggled, and records every request', () => {
    expect(only(standard, 'aws_lb')).toMatchObject({
      internal: false,
      subnets: ['a', 'b', 'c'].map((zone) => `\${aws_subnet.network_public-${zone}.id}`),
      drop_invalid_header_fields: true,
      desync_mitigation_mode: 'defensive',
      access_logs: {
        enabled: true,
        // Through the policy: the first record is written when the load balancer is made.
        bucket: '${aws_s3_bucket_policy.access-logs_bucket_policy.bucket}',
        prefix: 'load-balancer',
      },
    });
  });

  test('can not be deleted when the environment is protected', () => {
    const deletionProtection = (safe: boolean) =>
      only(entrance({ protection: protection(safe) }), 'aws_lb').enable_deletion_protection;
    expect([deletionProtection(true), deletionProtection(false)]).toEqual([true, false]);
  });

  test('waits for the way to the internet, without which AWS refuses it', () => {
    expect(only(standard, 'aws_lb').depends_on).toEqual(['aws_route.network_public-internet']);
  });
});

describe('the domain', () => {
  const record = (synthesized: Synthesized, id: string): Json =>
    synthesized.resource.aws_route53_record![`entrance_${id}`];

  test('is delegated in exactly the zone that is named, where the account has two of the domain', () => {
    const { entrance_zone_parent } = entrance({ parentZoneId: 'Z0123456789ABC' }).data.aws_route53_zone;
    expect(entrance_zone_parent).toEqual({ zone_id: 'Z0123456789ABC' });
  });

  test('has a zone that the parent delegates to, looked up and written with the credentials of its account', () => {
    const synthesized = synth((stack) => {
      const parentProvider = new AwsProvider(stack, 'tooling', { alias: 'tooling', region: naming.region });
      make(stack, { parentProvider });
    });
    expect(synthesized.data.aws_route53_zone.entrance_zone_parent).toMatchObject({
      name: 'acme.example',
      private_zone: false,
      provider: 'aws.tooling',
    });
    expect(record(synthesized, 'zone_delegation')).toMatchObject({
      zone_id: '${data.aws_route53_zone.entrance_zone_parent.zone_id}',
      name: 'test.acme.example',
      type: 'NS',
      records: '${aws_route53_zone.entrance_zone.name_servers}',
      provider: 'aws.tooling',
    });
    expect(record(synthesized, 'alias').provider).toBeUndefined();
  });

  test('leads to the load balancer', () => {
    expect(record(standard, 'alias')).toMatchObject({
      name: 'test.acme.example',
      type: 'A',
      alias: { name: '${aws_lb.entrance.dns_name}', zone_id: '${aws_lb.entrance.zone_id}' },
    });
  });

  test('can be destroyed with the records of others only when the environment is not protected', () => {
    const force = (safe: boolean) =>
      only(entrance({ protection: protection(safe) }), 'aws_route53_zone').force_destroy;
    expect([force(true), force(false)]).toEqual([false, true]);
  });
});

describe('the certificate', () => {
  test('is for the domain and the services below it, and replaced without a gap', () => {
    expect(only(standard, 'aws_acm_certificate')).toMatchObject({
      domain_name: 'test.acme.example',
      subject_alternative_names: ['*.test.acme.example'],
      validation_method: 'DNS',
      lifecycle: { create_before_destroy: true },
    });
  });

  test('is asked for after the delegation and used after it is issued: a first deploy needs no help', () => {
    expect(only(standard, 'aws_acm_certificate_validation')).toMatchObject({
      validation_record_fqdns: ['${aws_route53_record.entrance_certificate_validation-record.fqdn}'],
      depends_on: ['aws_route53_record.entrance_zone_delegation'],
    });
    expect(listener(443).certificate_arn).toBe(
      '${aws_acm_certificate_validation.entrance_certificate_validation.certificate_arn}',
    );
  });
});

describe('alarms', () => {
  const alarms: Made['alarms'] = {};
  synth((stack) => Object.assign(alarms, make(stack).alarms));

  test('page for what clients notice, and only for that', () => {
    const severities = Object.entries(alarms).map(([id, { severity }]) => [id, severity]);
    expect(Object.fromEntries(severities)).toMatchObject({
      errors: 'critical',
      'service-errors': 'critical',
      rejected: 'critical',
      latency: 'warning',
      blocked: 'warning',
      expiry: 'warning',
    });
  });

  test('judge errors of services by their share, so that one bad request at night wakes nobody', () => {
    expect(alarms['service-errors']).toMatchObject({
      metric: 'HTTPCode_Target_5XX_Count',
      percentOf: 'RequestCount',
      threshold: { above: 5 },
    });
  });

  test('look at the certificate as rarely as AWS measures it', () => {
    expect(alarms.expiry).toMatchObject({ threshold: { below: 30 }, minutes: 1440, everyMinutes: 1440 });
  });
});
