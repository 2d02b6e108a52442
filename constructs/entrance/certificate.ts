import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Alerts } from '../alerts/alerts';
import type { Zone } from './zone';

export interface CertificateProps {
  readonly alerts: Alerts;
  readonly domain: string;
  readonly zone: Zone;
}

/** A certificate for a domain and every name right below it, which AWS renews while the zone is delegated. */
export class Certificate extends Construct {
  readonly domain: string;
  /** Read from the validation: whoever refers to it waits until the certificate is issued. */
  readonly arn: string;
  /** For `dependsOn` of another certificate of the domain, which has the same validation record. */
  readonly issued: ITerraformDependable;

  constructor(scope: Construct, id: string, { alerts, domain, zone }: CertificateProps) {
    super(scope, id);
    const certificate = new AcmCertificate(this, 'Default', {
      domainName: domain,
      subjectAlternativeNames: [`*.${domain}`],
      validationMethod: 'DNS',
      lifecycle: { createBeforeDestroy: true },
    });
    this.domain = domain;
    const validation = this.validate(certificate, zone);
    this.issued = validation;
    this.arn = validation.certificateArn;
    watchExpiry(this, certificate, {
      alerts,
      domain,
      advice: 'Deploy again to restore the record, then check the delegation',
    });
  }

  private validate({ arn, domainValidationOptions }: AcmCertificate, zone: Zone): AcmCertificateValidation {
    // Both names have the same record.
    const { resourceRecordName, resourceRecordType, resourceRecordValue } = domainValidationOptions.get(0);
    const record = new Route53Record(this, 'validation-record', {
      zoneId: zone.id,
      name: resourceRecordName,
      type: resourceRecordType,
      ttl: 300,
      records: [resourceRecordValue],
    });
    return new AcmCertificateValidation(this, 'validation', {
      certificateArn: arn,
      validationRecordFqdns: [record.fqdn],
      // Nobody, AWS included, finds the record before the parent zone says where to look.
      dependsOn: [zone.delegation],
    });
  }
}

export interface ExpiryProps {
  readonly alerts: Alerts;
  readonly domain: string;
  /** What to do when the record by which AWS renews it is missing, as a sentence without its dot. */
  readonly advice: string;
}

/** Tells in time of a certificate that AWS can't renew. */
export function watchExpiry(
  scope: Construct,
  { arn }: AcmCertificate,
  { alerts, domain, advice }: ExpiryProps,
): void {
  alerts.addMetricAlarm(scope, 'expiry', {
    description: `The certificate of ${domain} expires within 30 days. AWS renews it 60 days before, unless its validation record or the delegation of the domain is missing. ${advice}.`,
    runbook: 'entrance-certificate',
    severity: 'warning',
    namespace: 'AWS/CertificateManager',
    metric: 'DaysToExpiry',
    dimensions: { CertificateArn: arn },
    statistic: 'Minimum',
    threshold: { below: 30 },
    minutes: 1440,
    everyMinutes: 1440,
  });
}
