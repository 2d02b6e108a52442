import type { Egress, Grant } from '../pods/grant';
import { NOTHING } from '../pods/grant';
import type { Runtime } from '../runtime/runtime';

/** HTTPS to whatever is outside of the VPC. Inside of it a service reaches what it binds by name. */
export function outside({ contract }: Runtime): Egress {
  return { cidrs: ['0.0.0.0/0'], except: [contract.network.cidr], port: 443 };
}

export function bindInternet(runtime: Runtime): Grant {
  return { ...NOTHING, egress: [outside(runtime)] };
}
