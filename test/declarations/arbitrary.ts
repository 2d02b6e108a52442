import fc from 'fast-check';
import { type Backing, thingsOf } from '../../declarations/backing';
import type { Declared } from '../../declarations/binding';
import { ENDS_IN_ID } from '../../declarations/preview-id';
import type { Process, Route, Schedule, Service } from '../../declarations/service';

/** Names that mean something to the platform, or whose variables could. */
const TAKEN =
  /^(internet|default|setup|release|admin|kube-.*)$|(^|-)(database|redis|memcached|flags|bucket)$/;

/** Without a dash, so that no two can join to one name. */
const word = fc.stringMatching(/^[a-z][a-z0-9]{0,19}$/).filter((text) => !TAKEN.test(text));

const dashed = fc
  .stringMatching(/^[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,9})?$/)
  .filter((text) => !TAKEN.test(text) && !ENDS_IN_ID.test(text));

const command = fc.array(fc.stringMatching(/^[!-~]{1,10}$/), { minLength: 1, maxLength: 3 });
const path = fc.stringMatching(/^(\/[a-zA-Z0-9_~-]{1,8}){1,3}$/);

const common = {
  command,
  startSeconds: fc.integer({ min: 1, max: 600 }),
  drainSeconds: fc.integer({ min: 1, max: 3600 }),
  scaleAtCpuPercent: fc.integer({ min: 10, max: 90 }),
};

const server: fc.Arbitrary<Process> = fc
  .record(
    {
      ...common,
      port: fc.integer({ min: 1024, max: 65535 }),
      ready: fc.oneof(path, command),
      live: fc.oneof(path, command),
    },
    { requiredKeys: ['port', 'ready', 'live'] },
  )
  .filter(({ ready, live }) => JSON.stringify(ready) !== JSON.stringify(live));

const worker: fc.Arbitrary<Process> = fc.record(
  { ...common, ready: command, live: command },
  { requiredKeys: ['ready', 'live'] },
);

const timeoutSeconds = fc.integer({ min: 1, max: 86_400 });

const schedule: fc.Arbitrary<Schedule> = fc.record(
  {
    command,
    timeoutSeconds,
    cron: fc.constantFrom('0 2 * * *', '*/5 * * * mon-fri', '@hourly'),
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin'),
  },
  { requiredKeys: ['command', 'cron'] },
);

const BINDABLE = 12;

/** A service before it is known what there is to bind. */
const draft = fc.record({
  name: dashed,
  group: word,
  processes: fc.dictionary(word, fc.oneof(server, worker), { minKeys: 1, maxKeys: 3 }),
  schedules: fc.dictionary(word, schedule, { maxKeys: 2 }),
  release: fc.option(fc.record({ command, timeoutSeconds }), { nil: undefined }),
  binds: fc.array(fc.boolean(), { minLength: BINDABLE, maxLength: BINDABLE }),
  paths: fc.uniqueArray(path, { maxLength: 3 }),
  flags: fc.dictionary(fc.stringMatching(/^[a-zA-Z0-9_-]{1,10}$/), fc.constant('Faster'), { maxKeys: 3 }),
  environment: fc.dictionary(fc.stringMatching(/^MY_[A-Z0-9_]{1,10}$/), fc.string(), { maxKeys: 2 }),
});
type Draft = typeof draft extends fc.Arbitrary<infer T> ? T : never;

const backing: fc.Arbitrary<Backing> = fc
  .tuple(
    fc.uniqueArray(dashed, { minLength: 6, maxLength: 6 }),
    fc.constantFrom('postgres' as const, 'mysql' as const),
    fc.constantFrom('redis' as const, 'valkey' as const, 'memcached' as const),
  )
  .map(([[a, b, c, d, e, f], database, cache]) => ({
    databases: { [a!]: { engine: database }, [b!]: { engine: database, port: 15_432 } },
    caches: { [c!]: { engine: cache }, [d!]: { engine: cache, port: 16_379 } },
    buckets: { [e!]: {}, [f!]: {} },
  }));

/** Whatever teams may declare, all of it valid. At least one service has a route, and binds something. */
export const declarations: fc.Arbitrary<Declared> = fc
  .tuple(
    backing,
    fc.uniqueArray(draft, { minLength: 1, maxLength: 5, selector: ({ name }) => name }),
    fc.uniqueArray(word, { minLength: 2, maxLength: 2 }),
    fc.tuple(server, path),
  )
  .map(([things, drafts, groups, [first, ready]]) => {
    const names = thingsOf(things).map(({ name }) => name);
    const services: Record<string, Service> = {};
    for (const [index, plan] of drafts.entries()) {
      if (names.includes(plan.name)) continue;
      const answering = Object.keys(services).filter((name) => answers(services[name]!));
      const processes = index === 0 ? { main: { ...first, ready }, ...plan.processes } : plan.processes;
      const bindable = [...names, 'internet', ...answering];
      services[plan.name] = finish({ ...plan, processes, group: groups[index % 2]! }, bindable);
    }
    return { backing: things, services };
  })
  .filter(({ services }) =>
    Object.values(services).some(({ bind, routes }) => bind?.length && routes?.length),
  );

function answers({ processes = {} }: Service): boolean {
  return Object.values(processes).some(({ port }) => port !== undefined);
}

/** Whether a load balancer can ask it. */
function isAsked({ port, ready }: Process): boolean {
  return port !== undefined && typeof ready === 'string';
}

function finish(
  { name, binds, paths, schedules, flags, ...rest }: Draft,
  bindable: readonly string[],
): Service {
  const asked = Object.keys(rest.processes).filter((process) => isAsked(rest.processes[process]!));
  return {
    ...rest,
    description: 'Does something',
    schedules: Object.fromEntries(Object.entries(schedules).filter(([key]) => !(key in rest.processes))),
    bind: bindable.filter((_, index) => binds[index % BINDABLE]),
    // Their own host as a whole, and below their name on a host of all.
    routes: asked
      .slice(0, 1)
      .flatMap((process): Route[] => [
        { process },
        ...paths.map((below) => ({ process, host: 'all', path: `/${name}${below}` })),
      ]),
    flags: Object.fromEntries(Object.entries(flags).map(([flag, text]) => [`${name}-${flag}`, text])),
  };
}
