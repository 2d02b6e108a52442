import type { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import type { DomainsParameters } from '../../../parameters/domains';
import { constructId } from '../../core/construct-id';
import { findZone } from '../../entrance/find-zone';
import type { Runtime } from '../runtime/runtime';
import type { Routing } from './routing';

export interface DomainsProps {
  readonly runtime: Runtime;
  readonly domains: DomainsParameters;
  /** For zones of the tooling account. */
  readonly toolingProvider?: AwsProvider;
}

/**
 * The domains of an environment as addresses: each leads where the host does that it names, by rules of its own, or to
 * another one of them. To be made after all services, as a domain is named only once requests to it are answered.
 */
export class Domains extends Construct {
  constructor(
    scope: Construct,
    id: string,
    routing: Routing,
    { runtime, domains, toolingProvider }: DomainsProps,
  ) {
    super(scope, id);
    const { dnsName, dnsZoneId } = runtime.contract.entrance;
    for (const [domain, { redirectTo, zone, zoneAccount }] of Object.entries(domains)) {
      const key = constructId(domain);
      if (redirectTo !== undefined) this.redirect(routing, `redirect-${key}`, domain, redirectTo);
      if (zone === undefined) continue;
      const provider = zoneAccount === 'tooling' ? toolingProvider : undefined;
      new Route53Record(this, `alias-${key}`, {
        zoneId: findZone(this, `zone-${key}`, { domain, zone, provider }).zoneId,
        name: domain,
        type: 'A',
        alias: { name: dnsName, zoneId: dnsZoneId, evaluateTargetHealth: true },
        provider,
        dependsOn: [...routing.rulesOf(domain)],
      });
    }
  }

  private redirect(routing: Routing, id: string, domain: string, to: string): LbListenerRule {
    return routing.addRule(
      this,
      id,
      { host: domain },
      {
        condition: [{ hostHeader: { values: [domain] } }],
        action: [
          {
            type: 'redirect',
            redirect: { statusCode: 'HTTP_301', protocol: 'HTTPS', port: '443', host: to },
          },
        ],
      },
    );
  }
}
