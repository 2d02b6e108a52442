import type { Process } from '../../../declarations/service';
import { faultsOf, process } from '../valid';

const web = (changes: Partial<Process>) => faultsOf({ processes: { web: { ...process, ...changes } } });
const worker = (changes: Partial<Process>) => faultsOf({ processes: { worker: changes } });
const PROBE =
  'a path such as "/ready", a command such as ["bin/worker", "ready"], a port such as { port: 8081, path: \'/ready\' }, 1024 to 65535, or { grpc: \'\' }';

test('a worker may go without probes', () => {
  expect(worker({})).toEqual([]);
  expect(worker({ command: ['bin/worker'], live: ['bin/worker', 'alive'] })).toEqual([]);
});

test.each(['ready', 'live'] as const)('fails on a process with a port whose %s is left out', (probe) => {
  expect(web({ [probe]: undefined })).toEqual([
    `processes.web.${probe}: nothing, of a process with a port → a path such as "/${probe}", a command, or a port of its own: others send requests to it, and have to know whether they may`,
  ]);
});

test('fails on a path of a worker, which has no port to ask it at', () => {
  expect(worker({ live: '/live' })).toEqual([
    `processes.worker.live: "/live", a path, of a process without a port → nothing, a command such as ["bin/worker", "live"], or { port: 8081, path: '/live' }, a port of its own`,
  ]);
});

test.each<[Process['ready'], Process['live'], string]>([
  ['/health', '/health', '"/health"'],
  [['bin/ask'], ['bin/ask'], '["bin/ask"]'],
  ['/health', { port: 8080, path: '/health' }, '{"port":8080,"path":"/health"}'],
  [{ port: 8081 }, { port: 8081 }, '{"port":8081}'],
])('fails on the same question twice: %j and %j', (ready, live, got) => {
  expect(web({ ready, live })).toEqual([
    `processes.web.live: ${got}, as ready has it → another question: ready may ask for what the service binds, and a fault there would restart all pods by live, which only makes it worse`,
  ]);
});

test('a worker, which nobody sends requests, may be asked one question', () => {
  expect(worker({ ready: { port: 8081 }, live: { port: 8081 } })).toEqual([]);
});

test('takes a port of its own for probes, with a path or without', () => {
  expect(web({ ready: { port: 9001, path: '/ready' }, live: { port: 9001, path: '/live' } })).toEqual([]);
  expect(worker({ live: { port: 9001 } })).toEqual([]);
});

test.each([
  [{ port: 80 }, '.port: 80 → 1024 to 65535'],
  [{ port: 9001, path: 'live' }, '.path: "live", did you mean "/live"? → a path such as "/ready"'],
  [{ port: 9001, host: 'other' }, '.host: an unknown key → port, path'],
  [{ path: '/live' }, `: {"path":"/live"} → ${PROBE}`],
  [7, `: 7 → ${PROBE}`],
])('fails on the probe %j', (live, fault) => {
  expect(worker({ live: live as Process['live'] })).toEqual([`processes.worker.live${fault}`]);
});

describe('scratch', () => {
  test.each([16, 40_960])('may be %d MiB', (scratchMiB) => {
    expect(web({ scratchMiB })).toEqual([]);
    expect(faultsOf({ release: { command: ['bin/migrate'], scratchMiB } })).toEqual([]);
    expect(faultsOf({ schedules: { tidy: { cron: '@daily', command: ['bin/tidy'], scratchMiB } } })).toEqual(
      [],
    );
  });

  test.each([15, 40_961, 100.5])('fails on %d MiB', (scratchMiB) => {
    expect(web({ scratchMiB })).toEqual([`processes.web.scratchMiB: ${scratchMiB} → 16 to 40960 MiB`]);
    expect(faultsOf({ release: { command: ['bin/migrate'], scratchMiB } })).toEqual([
      `release.scratchMiB: ${scratchMiB} → 16 to 40960 MiB`,
    ]);
  });
});
