import type { Construct } from 'constructs';
import { GuestCacheCleanup, GuestCacheSetup } from '../constructs/services/bindings/guests/guest-cache';
import { cleanedUp, GuestCleanup } from '../constructs/services/bindings/guests/guest-cleanup';
import { GuestSetup } from '../constructs/services/bindings/guests/guest-setup';
import type { GuestTemplate } from '../constructs/services/bindings/guests/guest-template';
import { Seed } from '../constructs/services/bindings/seeds/seed';
import type { SharedBindings } from '../constructs/services/bindings/shared-bindings';
import { PreviewPolicies } from '../constructs/services/runtime/preview-policies';
import type { Runtime } from '../constructs/services/runtime/runtime';
import { isServer, thingsOf } from '../declarations/backing';
import type { Declared } from '../declarations/binding';
import { copiedTables } from '../declarations/copied-tables';

interface Host {
  readonly runtime: Runtime;
  readonly shared: SharedBindings;
}

/** What previews count on: a way to every server, as they may bind what nobody binds here, and the jobs there. */
export function receiveGuests(
  scope: Construct,
  { runtime, shared }: Host,
  { backing, services }: Declared,
): void {
  for (const { section, name } of thingsOf(backing).filter(isServer))
    shared.path.open({ name, ...runtime.contract.thing(section, name) });
  const jobs = cleanedUp(backing).flatMap((thing): GuestTemplate[] => {
    const { name } = thing;
    const common = { runtime, setup: shared.setup };
    if (thing.kind === 'cache') {
      const props = { ...common, cache: name };
      return [
        new GuestCacheSetup(scope, `guest-${name}`, props),
        new GuestCacheCleanup(scope, `cleanup-${name}`, props),
      ];
    }
    const props = { ...common, database: name, engine: thing.declaration.engine };
    const tables = copiedTables(services, name);
    return [
      new GuestSetup(scope, `guest-${name}`, props),
      new GuestCleanup(scope, `cleanup-${name}`, props),
      ...(tables.length > 0 ? [new Seed(scope, `seed-${name}`, { ...props, tables })] : []),
    ];
  });
  new PreviewPolicies(scope, 'preview-policies', {
    templates: jobs.map(({ template }) => template),
    setup: shared.setup.namespace,
    after: jobs.map(({ resource }) => resource),
  });
}
