import fc from 'fast-check';
import {
  type Address,
  addressesOf,
  addressKey,
  guestPriorities,
  routePriorities,
} from '../../../../constructs/services/routes/route-priority';

const segment = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,8}$/);
const path = fc.array(segment, { minLength: 1, maxLength: 8 }).map((segments) => `/${segments.join('/')}`);
const address = fc.record({ host: segment, path: fc.option(path, { nil: undefined }) });
const addresses = (maxLength: number) =>
  fc.uniqueArray<Address, string>(address, { selector: addressKey, maxLength, size: 'max' });

const all = (found: ReadonlyMap<string, { rule: number; further: readonly number[] }>) =>
  [...found.values()].flatMap(({ rule, further }) => [...further, rule]);

test('no two rules have one priority, and all are some that a load balancer takes', () => {
  fc.assert(
    fc.property(addresses(100), (routes) => {
      const priorities = all(routePriorities(routes));
      expect(priorities).toHaveLength(routes.length * 3);
      expect(new Set(priorities).size).toBe(priorities.length);
      expect(priorities.filter((priority) => priority < 1 || priority > 50_000)).toEqual([]);
    }),
  );
});

test('a longer path of a host wins over the shorter one that it lies below, whichever version is asked for', () => {
  fc.assert(
    fc.property(addresses(50), path, fc.nat(7), (routes, long, cut) => {
      const segments = long.split('/');
      const short = segments.slice(0, 1 + (cut % (segments.length - 1))).join('/') || undefined;
      const found = routePriorities([...routes, { host: '0.', path: long }, { host: '0.', path: short }]);
      const [first, second] = [found.get(`0.${long}`)!, found.get(`0.${short ?? ''}`)!];
      const before = Math.max(...first.further, first.rule);
      expect(before).toBeLessThan(Math.min(...second.further, second.rule));
    }),
  );
});

describe('previews', () => {
  const id = fc.stringMatching(/^pr-\d{1,6}$/);
  const attempt = fc.nat(20_000);

  test('take no place that the host may want, now or with other routes', () => {
    fc.assert(
      fc.property(addresses(50), addresses(50), id, attempt, (own, guests, id, attempt) => {
        const last = Math.max(0, ...all(routePriorities(own)));
        const theirs = all(guestPriorities(guests, { id, attempt }));
        expect(new Set(theirs).size).toBe(guests.length * 3);
        expect(theirs.filter((priority) => priority <= 31_800 || priority > 50_000)).toEqual([]);
        expect(last).toBeLessThanOrEqual(31_800);
      }),
    );
  });

  test('have their own longer paths before the shorter ones', () => {
    fc.assert(
      fc.property(path, fc.nat(7), id, attempt, (long, cut, id, attempt) => {
        const segments = long.split('/');
        const short = segments.slice(0, 1 + (cut % (segments.length - 1))).join('/') || undefined;
        const routes = [
          { host: 'shop', path: short },
          { host: 'shop', path: long },
        ];
        const found = guestPriorities(routes, { id, attempt });
        expect(found.get(`shop${long}`)!.rule).toBeLessThan(found.get(`shop${short ?? ''}`)!.further[0]!);
      }),
    );
  });

  test('get other places with another attempt, among thousands', () => {
    const places = Array.from(
      { length: 1000 },
      (_, index) => guestPriorities([{ host: 'shop' }], { id: 'pr-1', attempt: index }).get('shop')!.rule,
    );
    expect(new Set(places).size).toBeGreaterThan(700);
    expect(Math.max(...places) - Math.min(...places)).toBeGreaterThan(5000);
  });
});

test('a version that is asked for by name wins over the shares of its own route', () => {
  const { rule, further } = routePriorities([{ host: 'shop' }]).get('shop')!;
  expect(Math.max(...further)).toBeLessThan(rule);
});

test('one more route moves no other, unless their places meet', () => {
  fc.assert(
    fc.property(addresses(60), address, (routes, added) => {
      fc.pre(routes.every((route) => addressKey(route) !== addressKey(added)));
      const before = routePriorities(routes);
      const alone = routePriorities([added]).get(addressKey(added))!;
      fc.pre(![...before.values()].some(({ rule }) => rule === alone.rule));
      const after = new Map(routePriorities([...routes, added]));
      after.delete(addressKey(added));
      expect(after).toEqual(before);
    }),
  );
});

test('is the same in whatever order the routes are declared', () => {
  fc.assert(
    fc.property(
      addresses(60).chain((routes) =>
        fc.tuple(
          fc.constant(routes),
          fc.shuffledSubarray(routes, { minLength: routes.length, maxLength: routes.length }),
        ),
      ),
      ([routes, shuffled]) => {
        expect(routePriorities(shuffled)).toEqual(routePriorities(routes));
      },
    ),
  );
});

test('routes whose places meet both get one', () => {
  // So many that some must meet in the 400 places of their length.
  const routes = Array.from({ length: 400 }, (_, index) => ({ host: `h${index}`, path: '/a/b/c/d' }));
  expect(new Set(all(routePriorities(routes))).size).toBe(1200);
});

test('fails for a path with more segments than there are places for, and for too many routes', () => {
  expect(() => routePriorities([{ host: 'shop', path: '/1/2/3/4/5/6/7/8/9' }])).toThrow(
    'route shop/1/2/3/4/5/6/7/8/9: got a path of 9 segments, allowed 8',
  );
  const routes = Array.from({ length: 401 }, (_, index) => ({ host: `h${index}`, path: '/a/b/c/d' }));
  expect(() => routePriorities(routes)).toThrow('got more than 400 routes with 4 segments, allowed 400');
});

test('the routes of all services count, also of one whose host is its own name', () => {
  const process = { port: 8080, ready: '/ready', live: '/live' };
  const services = {
    shop: { description: '', group: 'g', processes: { web: process }, routes: [{ process: 'web' }] },
    catalog: {
      description: '',
      group: 'g',
      processes: { api: process },
      routes: [{ host: 'shop', path: '/products', process: 'api' }],
    },
    report: { description: '', group: 'g' },
  };
  expect(addressesOf(services)).toEqual([{ host: 'shop' }, { host: 'shop', path: '/products' }]);
});
