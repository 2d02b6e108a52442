import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { LbListenerCertificate } from '@cdktf/provider-aws/lib/lb-listener-certificate';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import type { DomainParameters } from '../../parameters/domains';
import type { Alerts } from '../alerts/alerts';
import { type Certificate, watchExpiry } from './certificate';
import { DOMAIN_TAG } from './domain-tag';
import { findZone } from './find-zone';

export interface FurtherDomainProps {
  readonly alerts: Alerts;
  readonly domain: string;
  readonly parameters: Pick<DomainParameters, 'zone' | 'zoneAccount'>;
  /** Whose account holds the zone, where it is the tooling account's. Undefined: the environment's own. */
  readonly toolingProvider?: AwsProvider;
  /** The HTTPS listener. */
  readonly listenerArn: string;
  /** The environment's own certificate. */
  readonly own: Certificate;
}

/** Within so long AWS issues a certificate whose record is found. Longer is a zone that nobody asks. */
const ISSUED_WITHIN = '15m';

/**
 * The certificate of a domain beside the environment's own, at the HTTPS listener. It is one for each domain, so that
 * none is replaced when another comes or goes.
 */
export class FurtherDomain extends Construct {
  constructor(scope: Construct, id: string, props: FurtherDomainProps) {
    super(scope, id);
    const { alerts, domain, listenerArn, parameters } = props;
    const certificate = new AcmCertificate(this, 'Default', {
      domainName: domain,
      validationMethod: 'DNS',
      tags: { [DOMAIN_TAG]: domain },
      lifecycle: { createBeforeDestroy: true },
    });
    const certificateArn =
      parameters.zone === undefined
        ? this.onceIssued(certificate, props)
        : this.validate(certificate, parameters.zone, props);
    new LbListenerCertificate(this, 'at-listener', { listenerArn, certificateArn });
    watchExpiry(this, certificate, {
      domain,
      alerts,
      advice:
        parameters.zone === undefined
          ? 'Its owner has to enter it again: npm run domains tells what'
          : 'Deploy again to restore the record, then check the delegation of its zone',
    });
  }

  private validate(
    { arn, domainValidationOptions }: AcmCertificate,
    zone: string,
    { domain, toolingProvider: provider }: FurtherDomainProps,
  ): string {
    const { resourceRecordName, resourceRecordType, resourceRecordValue } = domainValidationOptions.get(0);
    const record = new Route53Record(this, 'validation-record', {
      zoneId: findZone(this, 'zone', { domain, zone, provider }).zoneId,
      name: resourceRecordName,
      type: resourceRecordType,
      ttl: 300,
      records: [resourceRecordValue],
      provider,
    });
    return new AcmCertificateValidation(this, 'validation', {
      certificateArn: arn,
      validationRecordFqdns: [record.fqdn],
      timeouts: { create: ISSUED_WITHIN },
    }).certificateArn;
  }

  /**
   * Somebody else enters the record, so no deploy may wait for it. Until then a further certificate of the environment's
   * own name stands in: the listener takes none that is not issued, and Terraform can't make a resource or not by what it
   * learns only while it deploys. The first deploy after the certificate was issued puts it there.
   */
  private onceIssued(certificate: AcmCertificate, { own }: FurtherDomainProps): string {
    const standIn = new AcmCertificate(this, 'stand-in', {
      domainName: own.domain,
      validationMethod: 'DNS',
      lifecycle: { createBeforeDestroy: true },
    });
    const issued = new AcmCertificateValidation(this, 'stand-in-validation', {
      certificateArn: standIn.arn,
      timeouts: { create: ISSUED_WITHIN },
      // Its record is that of the environment's own certificate.
      dependsOn: [own.issued],
    });
    return `\${${certificate.fqn}.status == "ISSUED" ? ${certificate.fqn}.arn : ${issued.fqn}.certificate_arn}`;
  }
}
