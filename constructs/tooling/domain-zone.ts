import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { Construct } from 'constructs';
import { Kept } from '../core/kept';

export interface DomainZoneProps {
  readonly domain: string;
  /** Id of the zone of the domain, where there is one. Undefined: it is made. */
  readonly existing?: string;
}

/** The public zone of the domain, in which the environments' zones are delegated. */
export class DomainZone extends Construct {
  readonly arn: string;
  /** To enter at the domain's registrar. Undefined: that was done before, as the zone was there. */
  readonly nameServers?: string[];

  constructor(scope: Construct, id: string, { domain, existing }: DomainZoneProps) {
    super(scope, id);
    if (existing === undefined) {
      const zone = new Route53Zone(this, 'Default', { name: domain, comment: 'Parent of every environment' });
      this.arn = zone.arn;
      this.nameServers = zone.nameServers;
    } else {
      this.arn = this.find(domain, existing).arn;
      new Kept(this, 'kept', `aws_route53_zone.${id}`);
    }
  }

  private find(domain: string, zoneId: string): DataAwsRoute53Zone {
    return new DataAwsRoute53Zone(this, 'Default', {
      zoneId,
      lifecycle: {
        postcondition: [
          {
            condition: `\${trimsuffix(self.name, ".") == "${domain}" && !self.private_zone}`,
            errorMessage: `zoneId in platform.json: the zone ${zoneId} is not the public zone of ${domain}`,
          },
        ],
      },
    });
  }
}
