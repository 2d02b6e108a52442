import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { MetricAlarmProps } from '../../../constructs/alarms/metric-alarm';
import { TerraformData } from '../../../constructs/core/terraform-data';
import { Certificate } from '../../../constructs/entrance/certificate';
import { FurtherDomain, type FurtherDomainProps } from '../../../constructs/entrance/further-domain';
import type { Zone } from '../../../constructs/entrance/zone';
import { naming, only, synth } from '../../helpers';
import { neighbours } from '../neighbours';

/** The alarms of the last one that was made. */
let alarms: Record<string, MetricAlarmProps>;

function make(domain: string, parameters: FurtherDomainProps['parameters'], inTooling = false) {
  return synth((stack) => {
    const { alerts, alarms: asked } = neighbours(stack);
    alarms = asked;
    const zone = { id: 'Z1', delegation: new TerraformData(stack, 'delegation', {}) } as unknown as Zone;
    const own = new Certificate(stack, 'own', { alerts, domain: 'test.acme.example', zone });
    const toolingProvider = inTooling
      ? new AwsProvider(stack, 'tooling', { alias: 'tooling', region: naming.region })
      : undefined;
    new FurtherDomain(stack, 'domain', {
      alerts,
      domain,
      parameters,
      toolingProvider,
      listenerArn: 'arn:listener',
      own,
    });
  });
}

describe('a domain whose zone is ours', () => {
  const synthesized = make('shop.example', { zone: 'shop.example', zoneAccount: 'tooling' }, true);

  test('has a certificate, by a record in the zone, with the credentials of its account', () => {
    expect(synthesized.resource.aws_acm_certificate!.domain).toMatchObject({
      domain_name: 'shop.example',
      validation_method: 'DNS',
      tags: { 'entrance-domain': 'shop.example' },
    });
    expect(synthesized.data.aws_route53_zone.domain_zone).toMatchObject({
      name: 'shop.example',
      private_zone: false,
      provider: 'aws.tooling',
    });
    expect(synthesized.resource.aws_route53_record!['domain_validation-record']).toMatchObject({
      zone_id: '${data.aws_route53_zone.domain_zone.zone_id}',
      provider: 'aws.tooling',
    });
  });

  test('is at the listener once it is issued, and a deploy waits for that no longer than a quarter of an hour', () => {
    expect(only(synthesized, 'aws_lb_listener_certificate')).toEqual({
      listener_arn: 'arn:listener',
      certificate_arn: '${aws_acm_certificate_validation.domain_validation.certificate_arn}',
    });
    expect(synthesized.resource.aws_acm_certificate_validation!.domain_validation.timeouts).toEqual({
      create: '15m',
    });
  });

  test('is found by the id of its zone where that is given, in the own account', () => {
    const { data } = make('www.shop.example', { zone: 'Z0123456789ABC', zoneAccount: 'environment' });
    expect(data.aws_route53_zone.domain_zone).toMatchObject({ zone_id: 'Z0123456789ABC' });
    expect(data.aws_route53_zone.domain_zone.provider).toBeUndefined();
    expect(data.aws_route53_zone.domain_zone.lifecycle.postcondition[0]).toEqual({
      condition: '${endswith(".www.shop.example", ".${trimsuffix(self.name, ".")}") && !self.private_zone}',
      error_message:
        'entrance.domains: the zone Z0123456789ABC is no public zone in which www.shop.example could be entered',
    });
  });
});

describe('a domain whose zone is elsewhere', () => {
  const elsewhere = () => make('shop.partner.example', { zone: undefined, zoneAccount: 'environment' });
  const synthesized = elsewhere();

  test('waits for nobody: until its certificate is issued, another one stands in at the listener', () => {
    expect(only(synthesized, 'aws_lb_listener_certificate').certificate_arn).toBe(
      '${aws_acm_certificate.domain.status == "ISSUED" ? aws_acm_certificate.domain.arn : aws_acm_certificate_validation.domain_stand-in-validation.certificate_arn}',
    );
    expect(synthesized.resource.aws_acm_certificate!['domain_stand-in']).toMatchObject({
      domain_name: 'test.acme.example',
    });
    expect(Object.keys(synthesized.resource.aws_acm_certificate_validation!)).toEqual([
      'domain_stand-in-validation',
      'own_validation',
    ]);
  });

  test('enters nothing anywhere', () => {
    expect(Object.keys(synthesized.resource.aws_route53_record!)).toEqual(['own_validation-record']);
  });

  test('is told in time when its owner has taken the record away', () => {
    elsewhere();
    expect(alarms.expiry).toMatchObject({
      description: expect.stringMatching(
        /^The certificate of shop\.partner\.example expires within 30 days\..*npm run domains/,
      ),
      threshold: { below: 30 },
    });
  });
});
