import type { Place } from '../place/place';
import type { Egress, Grant } from '../pods/grant';
import { NOTHING } from '../pods/grant';

/** HTTPS to whatever is outside of the VPC. Inside of it a service reaches what it binds by name. */
export function outside({ contract }: Place): Egress {
  return { cidrs: ['0.0.0.0/0'], except: [contract.network.cidr], port: 443 };
}

export function bindInternet(place: Place): Grant {
  return { ...NOTHING, egress: [outside(place)] };
}
