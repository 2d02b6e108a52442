import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { Construct } from 'constructs';
import type { Protection } from '../core/protection';

export interface ZoneProps {
  readonly protection: Protection;
  readonly domain: string;
  /** The domain right above, whose zone exists. */
  readonly parentDomain: string;
  /** Id of that zone, where it was not made by the platform. Undefined: it is looked up by its name. */
  readonly parentZoneId?: string;
  /** Whose account holds the parent's zone. Undefined: the environment's own. */
  readonly parentProvider?: AwsProvider;
}

/** The public zone of a domain, delegated from its parent's zone. */
export class Zone extends Construct {
  readonly id: string;
  /** For `dependsOn` of whatever asks the internet for a record of the zone. */
  readonly delegation: Route53Record;

  constructor(scope: Construct, id: string, props: ZoneProps) {
    super(scope, id);
    const zone = this.createZone(props);
    this.delegation = this.delegate(zone, props);
    this.id = zone.zoneId;
  }

  /** A disposable zone goes with the records that others put there. */
  private createZone({ domain, protection }: ZoneProps): Route53Zone {
    return new Route53Zone(this, 'Default', {
      name: domain,
      comment: `Everything below ${domain}`,
      forceDestroy: !protection.enabled,
    });
  }

  private delegate(zone: Route53Zone, props: ZoneProps): Route53Record {
    const { domain, parentDomain, parentZoneId, parentProvider } = props;
    // A look-up, as AWS chose the id of a zone that another stack made in another account.
    const parent = new DataAwsRoute53Zone(this, 'parent', {
      ...(parentZoneId === undefined ? { name: parentDomain, privateZone: false } : { zoneId: parentZoneId }),
      provider: parentProvider,
    });
    return new Route53Record(this, 'delegation', {
      zoneId: parent.zoneId,
      name: domain,
      type: 'NS',
      ttl: 300,
      records: zone.nameServers,
      provider: parentProvider,
    });
  }
}
