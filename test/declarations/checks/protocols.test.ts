import type { Process } from '../../../declarations/service';
import { faultsOf, process } from '../valid';

const grpc: Process = { port: 9090, protocol: 'grpc', ready: { grpc: '' }, live: { grpc: 'shop.Cart' } };
const routes = [{ process: 'web' }];

test('a process that speaks gRPC is asked by the health service of gRPC, or by a command', () => {
  expect(faultsOf({ processes: { web: grpc }, routes })).toEqual([]);
  expect(faultsOf({ processes: { web: { ...grpc, ready: ['bin/ready'] } }, routes })).toEqual([]);
  expect(faultsOf({ processes: { web: { ...process, protocol: 'http2' } }, routes })).toEqual([]);
});

test('fails on a path of a process that speaks gRPC, which knows none', () => {
  expect(faultsOf({ processes: { web: { ...grpc, ready: '/ready' } }, routes })).toEqual([
    `processes.web.ready: "/ready", a path, of a process that speaks gRPC → { grpc: '' }, or a command`,
  ]);
});

test('fails on the health service of gRPC where nobody speaks it', () => {
  const live = { grpc: '' };
  expect(faultsOf({ processes: { web: { ...process, live } } })).toEqual([
    `processes.web.live: the health service of gRPC, of a process that speaks http1 → a command or a path, or protocol: 'grpc'`,
  ]);
  expect(faultsOf({ processes: { web: { ...process, protocol: 'http2', live } } })).toHaveLength(1);
});

test('fails on a protocol of a process without a port', () => {
  expect(faultsOf({ processes: { web: { protocol: 'grpc', ready: ['a'], live: ['b'] } } })).toEqual([
    'processes.web.protocol: "grpc" of a process without a port → no protocol, or a port',
  ]);
});

test('fails on a protocol that there is not, and on a health service with a space in it', () => {
  const wrong = { ...grpc, protocol: 'h2c', live: { grpc: 'shop Cart' } } as unknown as Process;
  expect(faultsOf({ processes: { web: wrong } })).toEqual([
    expect.stringMatching(/^processes\.web\.protocol: "h2c".* → http1, http2, grpc$/),
    expect.stringMatching(
      /^processes\.web\.live\.grpc: .* → a path such as "\/ready", a command .*, or \{ grpc: '' \}$/,
    ),
  ]);
});

test('fails on a route to a process of HTTP/2 whose ready is no path', () => {
  expect(faultsOf({ processes: { web: { ...process, protocol: 'http2', ready: ['r'] } }, routes })).toEqual([
    expect.stringMatching(/^routes\.0\.process: "web", whose ready is no path/),
  ]);
});
