import { Fn } from 'cdktf';
import type { MemcachedBinding } from '../services/binding';
import type { Binder } from './binder';
import { eachZone } from './each-zone';
import type { Grant } from './grant';
import { keyPrefix } from './place';

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
