import { Construct } from 'constructs';
import type { BackingBinding, Binding } from '../../../declarations/binding';
import type { BackingKind } from '../../../declarations/kinds/kinds';
import type { Grant } from '../pods/grant';
import type { Binder } from './binder';
import { bindBucket } from './bucket-binding';
import { bindCache } from './cache-binding';
import { bindDatabase } from './database-binding';
import { bindInternet } from './internet-binding';
import { bindMemcached } from './memcached-binding';
import { bindQueue } from './queue-binding';
import { bindService } from './service-binding';

export interface BindProps extends Binder {
  /** What the service's `bind` list means. */
  readonly bindings: readonly Binding[];
  /** How often the service has got another password, by binding. */
  readonly rotations: Readonly<Record<string, number>>;
}

/** What a service gets by each thing that it binds: made, opened and told. */
export function bind(
  scope: Construct,
  { bindings, rotations, ...binder }: BindProps,
): Readonly<Record<string, Grant>> {
  return Object.fromEntries(
    bindings.map((binding) => [
      binding.name,
      bindOne(new Construct(scope, `bind-${binding.name}`), binder, binding, rotations[binding.name] ?? 1),
    ]),
  );
}

function bindOne(scope: Construct, binder: Binder, binding: Binding, rotation: number): Grant {
  switch (binding.kind) {
    case 'service':
      return bindService(binder, binding);
    case 'internet':
      return bindInternet(binder.runtime);
    default:
      return bindThing(scope, binder, binding, rotation);
  }
}

/** How a service gets a backing service of each kind. */
const BIND: {
  readonly [K in BackingKind]: (
    scope: Construct,
    binder: Binder,
    binding: BackingBinding<K>,
    rotation: number,
  ) => Grant;
} = {
  database: bindDatabase,
  cache: bindCache,
  memcached: (_scope, binder, binding) => bindMemcached(binder, binding),
  bucket: (_scope, { runtime }, binding) => bindBucket(runtime, binding),
  queue: (_scope, binder, binding) => bindQueue(binder, binding),
};

function bindThing<K extends BackingKind>(
  scope: Construct,
  binder: Binder,
  binding: BackingBinding<K>,
  rotation: number,
): Grant {
  return BIND[binding.kind](scope, binder, binding, rotation);
}
