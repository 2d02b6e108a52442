import { Fn } from 'cdktf';
import type { BackingBinding } from '../../../declarations/binding';
import type { Grant } from '../pods/grant';
import { keyPrefix } from '../runtime/runtime';
import type { Binder } from './binder';

/** Memcached knows no users: whoever can reach it may use it, and guests keep apart by the prefix of their keys. */
export function bindMemcached(
  { runtime, shared }: Binder,
  { name, variables }: BackingBinding<'memcached'>,
): Grant {
  const { servers, port, securityGroupId } = runtime.contract.thing('caches', name);
  const path = shared.path.open({ name, securityGroupId, port });
  return {
    variables: [
      { name: variables.servers, value: Fn.join(',', servers!) },
      { name: variables.tls, value: 'true' },
      { name: variables.prefix, value: keyPrefix(runtime, name) },
    ],
    mounts: [],
    statements: [],
    egress: [{ cidrs: runtime.contract.network.dataCidrs, port }],
    after: path,
  };
}
