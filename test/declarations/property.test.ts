import fc from 'fast-check';
import type { Declared } from '../../declarations/binding';
import { checkDeclarations } from '../../declarations/checks/declarations';
import type { Process, Route, Service } from '../../declarations/service';
import { parameterFileFor } from '../parameters/arbitrary';
import { load } from '../parameters/files';
import { declarations } from './arbitrary';

test('takes any valid declaration', () => {
  fc.assert(
    fc.property(declarations, (declared) => {
      expect(checkDeclarations(declared)).toEqual({ problems: [], readable: true });
    }),
  );
});

test('takes any valid parameters of any valid declaration', () => {
  const files = declarations.chain((declared) =>
    parameterFileFor(declared).map((file) => ({ declared, file })),
  );
  fc.assert(
    fc.property(files, ({ declared, file }) => {
      expect(load({ 'dev.json': file }, declared)).toMatchObject([{ name: 'dev' }]);
    }),
    { numRuns: 25 },
  );
});

test('names of all that runs fit into what Kubernetes takes, with a version and what it adds itself', () => {
  const slug = 'x'.repeat(20);
  const hash = 'x'.repeat(8);
  fc.assert(
    fc.property(declarations, ({ services }) => {
      for (const [service, { processes = {}, schedules = {} }] of Object.entries(services)) {
        for (const process of Object.keys(processes)) {
          expect(`${service}-${process}-${slug}`.length).toBeLessThanOrEqual(63);
        }
        for (const schedule of Object.keys(schedules)) {
          expect(`${service}-${schedule}`.length).toBeLessThanOrEqual(52);
        }
        expect(`${service}-release-${slug}-${hash}`.length).toBeLessThanOrEqual(63);
      }
    }),
  );
});

/** A service that serves and binds something, with one of its serving processes. */
function pick({ services }: Declared): {
  readonly name: string;
  readonly service: Service;
  readonly web: string;
} {
  const [name, service] = Object.entries(services).find(
    ([, { bind = [], routes = [] }]) => bind.length > 0 && routes.length > 0,
  )!;
  return { name, service, web: service.routes![0]!.process };
}

type Change = (service: Service, web: string, name: string) => Partial<Service>;

const process =
  (changes: Partial<Process>): Change =>
  (service, web) => ({
    processes: { ...service.processes, [web]: { ...service.processes![web]!, ...changes } },
  });
const route =
  (changes: Partial<Route>): Change =>
  ({ routes = [] }) => ({
    routes: [{ ...routes[0]!, ...changes }, ...routes.slice(1)],
  });
const schedule =
  (changes: object): Change =>
  () => ({
    schedules: { nightly0: { cron: '@daily', command: ['tidy'], ...changes } },
  });

/** Ways to spoil a service, and where that is to be found. */
const BREAKAGES: [string, Change, RegExp][] = [
  ['a group that no namespace can have', () => ({ group: 'kube-system' }), /^group$/],
  ['a port of a privileged process', process({ port: 80 }), /^processes\.\w+\.port$/],
  ['a probe that is no path', process({ ready: 'ready' }), /^processes\.\w+\.ready$/],
  [
    'a path to ask where nothing listens',
    process({ port: undefined, ready: ['ready'], live: '/live' }),
    /^processes\.\w+\.live$/,
  ],
  ['a start without an end', process({ startSeconds: 0 }), /^processes\.\w+\.startSeconds$/],
  ['a drain of hours', process({ drainSeconds: 7200 }), /^processes\.\w+\.drainSeconds$/],
  ['scaling at no load', process({ scaleAtCpuPercent: 0 }), /^processes\.\w+\.scaleAtCpuPercent$/],
  ['a command of nothing', process({ command: [] }), /^processes\.\w+\.command$/],
  ['nothing that runs', () => ({ processes: {}, schedules: {}, routes: [] }), /^$/],
  [
    'a process named like a job',
    ({ processes }) => ({ processes: { ...processes, admin: { ready: ['a'], live: ['b'] } } }),
    /^processes\.admin$/,
  ],
  ['cron syntax', schedule({ cron: '0 2 * *' }), /^schedules\.nightly0\.cron$/],
  ['a time zone', schedule({ timeZone: 'Middle/Earth' }), /^schedules\.nightly0\.timeZone$/],
  ['a time-out of nothing', schedule({ timeoutSeconds: 0 }), /^schedules\.nightly0\.timeoutSeconds$/],
  ['a release without a command', () => ({ release: { command: [] } }), /^release\.command$/],
  ['a binding to nothing', ({ bind = [] }) => ({ bind: [...bind, 'no-such-thing'] }), /^bind\.\d+$/],
  ['a binding twice', ({ bind = [] }) => ({ bind: [...bind, bind[0]!] }), /^bind\.\d+$/],
  ['a binding to itself', ({ bind = [] }, _, name) => ({ bind: [...bind, name] }), /^bind\.\d+$/],
  ['a route to nowhere', route({ process: 'no-such-process' }), /^routes\.0\.process$/],
  ['a host of two labels', route({ host: 'a.b' }), /^routes\.0\.host$/],
  ['a path with a wildcard', route({ path: '/a/*' }), /^routes\.0\.path$/],
  ['a route twice', ({ routes = [] }) => ({ routes: [...routes, routes[0]!] }), /^routes\.\d+$/],
  ['a flag that AppConfig refuses', () => ({ flags: { 'Big One': 'x' } }), /^flags\.Big One$/],
  ['a variable of the platform', () => ({ environment: { PORT: '1' } }), /^environment\.PORT$/],
  ['a variable that no shell takes', () => ({ environment: { 'a-b': '1' } }), /^environment\.a-b$/],
  ['a key that is none', () => ({ colour: 'red' }) as Partial<Service>, /^colour$/],
];

test.each(BREAKAGES)('names %s in any declaration, and nothing else of the service', (_, change, path) => {
  fc.assert(
    fc.property(declarations, (declared) => {
      const { name, service, web } = pick(declared);
      const spoilt = { ...declared.services, [name]: { ...service, ...change(service, web, name) } };
      const { problems } = checkDeclarations({ ...declared, services: spoilt });
      const here = problems.filter(({ file }) => file === `services/${name}.ts`);
      expect(here.length).toBeGreaterThan(0);
      // A process that serves no more is missed by its routes as well.
      const others = here.filter(
        (problem) => !path.test(problem.path) && !/which has no port/.test(problem.got),
      );
      expect(others).toEqual([]);
      for (const { got, allowed } of here) {
        expect(got).not.toBe('');
        expect(allowed).not.toBe('');
      }
    }),
    { numRuns: 30 },
  );
});

test('names a cycle in any declaration, with the way round', () => {
  fc.assert(
    fc.property(declarations, (declared) => {
      const { name, service } = pick(declared);
      const back: Service = { ...service, bind: [name], flags: {}, routes: [], group: 'zzz' };
      const services = {
        ...declared.services,
        [name]: { ...service, bind: [...service.bind!, 'zzz-back'] },
        'zzz-back': back,
      };
      const { problems } = checkDeclarations({ ...declared, services });
      expect(problems).toEqual([
        expect.objectContaining({ path: 'bind', got: `a cycle: ${name} -> zzz-back -> ${name}` }),
      ]);
    }),
  );
});

test('names two databases on one port in any declaration', () => {
  fc.assert(
    fc.property(declarations, (declared) => {
      const databases = Object.fromEntries(
        Object.entries(declared.backing.databases!).map(([name, database]) => [
          name,
          { ...database, port: 5000 },
        ]),
      );
      const { problems } = checkDeclarations({ ...declared, backing: { ...declared.backing, databases } });
      expect(problems).toEqual([
        expect.objectContaining({
          file: 'services/backing.ts',
          got: expect.stringMatching(/^5000, where databases\./),
        }),
      ]);
    }),
  );
});
