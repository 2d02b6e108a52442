import type { Environment } from '../../parameters/environment';
import { warningsOf } from '../../parameters/warnings';
import { declared } from '../fixture/services/declared';
import { load, valid } from './files';

const web = { port: 8080, ready: '/ready', live: '/live' };
const warned = (entrance: object, drainSeconds?: number, routed = true) => {
  const service = {
    description: 'Shop',
    group: 'store',
    processes: { web: { ...web, drainSeconds } },
    routes: routed ? [{ process: 'web' }, { process: 'web', path: '/more' }] : [],
  };
  const environments = load({ 'dev.json': valid({ entrance }) }) as Environment[];
  return warningsOf(environments, { ...declared, services: { shop: service } });
};

test('warns, once for a process, of requests that the load balancer ends before they are answered', () => {
  expect(warned({ idleSeconds: 60 }, 300)).toEqual([
    expect.stringMatching(
      /dev\.json entrance\.idleSeconds: 60 is less than drainSeconds of services\/shop\.ts processes\.web, 300: .*"idleSeconds": 300$/,
    ),
  ]);
});

test('warns of none that the load balancer waits for, nor of those that do not come through it', () => {
  expect(warned({ idleSeconds: 300 }, 300)).toEqual([]);
  expect(warned({}, 60)).toEqual([]);
  expect(warned({ idleSeconds: 1 })).toEqual([]);
  expect(warned({}, 300, false)).toEqual([]);
});
