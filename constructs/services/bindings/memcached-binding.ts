import { Fn } from 'cdktf';
import type { MemcachedBinding } from '../../../declarations/binding';
import { eachZone } from '../../core/zones';
import { keyPrefix } from '../place/place';
import type { Grant } from '../pods/grant';
import type { Binder } from './binder';

/** Memcached knows no users: whoever can reach it may use it, and guests keep apart by the prefix of their keys. */
export function bindMemcached({ place, shared }: Binder, { name, variables }: MemcachedBinding): Grant {
  const { servers, port, securityGroupId } = place.contract.cache(name);
  const path = shared.path.open({ name, securityGroupId, port });
  return {
    variables: [
      { name: variables.servers, value: Fn.join(',', servers!) },
      { name: variables.tls, value: 'true' },
      { name: variables.prefix, value: keyPrefix(place, name) },
    ],
    mounts: [],
    statements: [],
    egress: [{ cidrs: eachZone(place.contract.network.dataCidrs), port }],
    after: path,
  };
}
