import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { Construct } from 'constructs';

export interface SoughtZone {
  /** A name that shall be entered in it. */
  readonly domain: string;
  /** Its name, or its id where an account has two of that name. */
  readonly zone: string;
  /** Whose account holds it. Undefined: that of the stack. */
  readonly provider?: AwsProvider;
}

/** A public zone that was made elsewhere. Terraform fails where it is private, or of another domain. */
export function findZone(
  scope: Construct,
  id: string,
  { domain, zone, provider }: SoughtZone,
): DataAwsRoute53Zone {
  return new DataAwsRoute53Zone(scope, id, {
    ...(zone.includes('.') ? { name: zone, privateZone: false } : { zoneId: zone }),
    provider,
    lifecycle: {
      postcondition: [
        {
          condition: `\${endswith(".${domain}", ".\${trimsuffix(self.name, ".")}") && !self.private_zone}`,
          errorMessage: `entrance.domains: the zone ${zone} is no public zone in which ${domain} could be entered`,
        },
      ],
    },
  });
}
