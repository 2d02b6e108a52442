import type { Process } from '../../../declarations/service';
import { faults, faultsOf, service } from '../valid';

const worker: Process = { ready: ['ready'], live: ['live'] };

test('fails on what is not declared, and guesses what was meant', () => {
  expect(faultsOf({ bind: ['ordres'] })).toEqual([
    'bind.0: "ordres", which is not declared, did you mean "orders"? → orders, products, sessions, pages, assets, internet; declare others in services/backing.ts or services/services.ts',
  ]);
  expect(faultsOf({ bind: ['mailboxes'] })).toEqual([
    expect.stringMatching(/^bind\.0: "mailboxes", which is not declared → orders, /),
  ]);
});

test('lists no more names than one reads', () => {
  const services = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`s${n}`, service()]));
  expect(faults({ services: { ...services, shop: service({ bind: ['mailboxes'] }) } })).toEqual([
    expect.stringMatching(/assets, s0, s1, s2, s3, s4, s5, s6 and 14 more; declare others in /),
  ]);
});

test.each(['constructor', '__proto__', 'toString'])('fails on %s, which is in every object', (name) => {
  expect(faultsOf({ bind: [name] })).toEqual([expect.stringContaining('which is not declared')]);
});

test('fails on what is bound twice, and on itself', () => {
  expect(faultsOf({ bind: ['orders', 'shop', 'orders'] })).toEqual([
    'bind.1: "shop", itself → other services, as it reaches itself anyway',
    'bind.2: "orders" once more → each name once',
  ]);
});

test('fails on a service that nobody can call', () => {
  expect(
    faults({ services: { shop: service({ bind: ['mailer'] }), mailer: service({ processes: { worker } }) } }),
  ).toEqual([
    'services/shop.ts bind.0: "mailer", a service that nobody can call → a service with a process that has a port: give one to a process in services/mailer.ts',
  ]);
});

test('fails on services that wait for one another, and shows the way round', () => {
  const services = {
    a: service({ bind: ['b'] }),
    b: service({ bind: ['c', 'd'] }),
    c: service({ bind: ['a'] }),
    d: service({ bind: ['orders'] }),
  };
  expect(faults({ services })).toEqual([
    'services/a.ts bind: a cycle: a -> b -> c -> a → bindings of services that lead back to none of them: take one out',
  ]);
});

test('shows each of several cycles once', () => {
  const services = {
    a: service({ bind: ['b'] }),
    b: service({ bind: ['a', 'c'] }),
    c: service({ bind: ['d'] }),
    d: service({ bind: ['c', 'a'] }),
  };
  const cycles = faults({ services }).map((fault) => /a cycle: (.*) → /.exec(fault)?.[1]);
  expect(cycles).toEqual(['a -> b -> a', 'c -> d -> c', 'a -> b -> c -> d -> a']);
});

test('takes services that meet again without a cycle', () => {
  const services = {
    a: service({ bind: ['b', 'c'] }),
    b: service({ bind: ['d'] }),
    c: service({ bind: ['d'] }),
    d: service(),
  };
  expect(faults({ services })).toEqual([]);
});
