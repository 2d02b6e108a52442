import type { Process } from '../../../declarations/service';
import { faults, faultsOf, process, service } from '../valid';

const worker: Process = { ready: ['ready'], live: ['live'] };

test('fails on a service that runs nothing', () => {
  expect(faultsOf({ processes: {} })).toEqual([
    ': neither processes nor schedules → one of them, as nothing runs otherwise',
  ]);
});

test('fails on a process that is not there, and on one without a port', () => {
  const routes = [{ process: 'wep' }, { process: 'worker', path: '/jobs' }];
  expect(faultsOf({ processes: { web: process, worker }, routes })).toEqual([
    'routes.0.process: "wep", did you mean "web"? → a process of the service: web, worker',
    'routes.1.process: "worker", which has no port → a process with a port',
  ]);
});

test('fails on a process that the load balancer could not ask whether it is ready', () => {
  const routes = [{ process: 'web' }];
  expect(faultsOf({ processes: { web: { ...process, ready: ['ready'] } }, routes })).toEqual([
    'routes.0.process: "web", whose ready is no path → a process whose ready is a path such as "/ready", which the load balancer can ask',
  ]);
});

test('fails on two services on one host and path, of which one would get nothing', () => {
  const services = {
    shop: service({ routes: [{ process: 'web' }, { process: 'web', path: '/api' }] }),
    other: service({
      routes: [
        { process: 'web', host: 'shop' },
        { process: 'web', host: 'shop', path: '/api' },
      ],
    }),
  };
  expect(faults({ services })).toEqual([
    'services/other.ts routes.0: everything else of the host shop, which a route in services/shop.ts has → a host and path that no other route has',
    'services/other.ts routes.1: shop at /api, which a route in services/shop.ts has → a host and path that no other route has',
  ]);
});

test('fails on one route twice', () => {
  expect(faultsOf({ routes: [{ process: 'web' }, { process: 'web', host: 'shop' }] })).toHaveLength(1);
});

test('takes a path below that of another service', () => {
  const services = {
    shop: service({ routes: [{ process: 'web' }] }),
    catalog: service({ routes: [{ process: 'web', host: 'shop', path: '/products' }] }),
  };
  expect(faults({ services })).toEqual([]);
});

test('fails on one flag in two services of a group, as turning it on would mean two things', () => {
  const flags = { fast: 'Fast' };
  expect(faults({ services: { a: service({ flags }), b: service({ flags }) } })).toEqual([
    'services/b.ts flags.fast: the flag "fast", which services/a.ts of the same group declares → a name that no other flag of the group has',
  ]);
  expect(faults({ services: { a: service({ flags }), b: service({ flags, group: 'office' }) } })).toEqual([]);
});

test('finds what is wrong in several services and of several kinds at once', () => {
  const services = {
    shop: service({ bind: ['mailer', 'sessoins'], routes: [{ process: 'wep' }] }),
    mailer: service({ processes: { web: { ...process, port: 80 } } }),
    Bad: service(),
  };
  expect(faults({ services }).map((fault) => fault.split(':')[0])).toEqual([
    'services/mailer.ts processes.web.port',
    'services/services.ts Bad',
    'services/shop.ts bind.1',
    'services/shop.ts routes.0.process',
  ]);
});

describe('internal routes', () => {
  test('may stand beside public ones, on hosts and processes of their own', () => {
    const processes = { web: process, inside: { ...process, port: 9090 } };
    const routes = [{ process: 'web' }, { process: 'inside', host: 'ledger', internal: true }];
    expect(faultsOf({ processes, routes })).toEqual([]);
  });

  test('fails where a host is internal and public, whichever services say so', () => {
    const services = {
      shop: service({ routes: [{ process: 'web' }] }),
      other: service({ routes: [{ process: 'web', host: 'shop', path: '/books', internal: true }] }),
    };
    expect(faults({ services })).toEqual([
      'services/other.ts routes.0.internal: internal for the host shop, which is public by a route in services/shop.ts → all routes of a host and to a process alike',
    ]);
  });

  test('fails where a process has both, as the load balancers would have to share its pods', () => {
    const routes = [{ process: 'web', host: 'ledger', internal: true }, { process: 'web' }];
    expect(faultsOf({ processes: { web: process }, routes })).toEqual([
      expect.stringMatching(
        /^routes\.1\.internal: public for the process web, which is internal by a route in /,
      ),
    ]);
  });

  test('fails on what is neither true nor false', () => {
    const routes = [{ process: 'web', internal: 'yes' as unknown as boolean }];
    expect(faultsOf({ processes: { web: process }, routes })).toEqual([
      expect.stringMatching(/^routes\.0\.internal: "yes"/),
    ]);
  });
});
