import { App } from 'cdktf';
import type { Service } from '../declarations/service';
import { loadEnvironments } from '../parameters/load';
import { loadProject } from '../parameters/project';
import { backing } from '../services/backing';
import { ServicesStack } from '../stacks/services';
import { withoutTraces } from '../stacks/synthesis/without-traces';

/** As most are: a process with a route, a database and a release command. */
const simple = (name: string): Service => ({
  description: 'One of many',
  group: 'bench',
  processes: { web: { port: 8080, ready: '/ready', live: '/live' } },
  release: { command: ['bin/migrate'] },
  routes: [{ host: name, process: 'web' }],
  bind: ['orders'],
});

// An app of one environment with so many services, for bench/services.ts.
const count = Number(process.env.BENCH_SERVICES);
const names = Array.from({ length: count }, (_, index) => `s${index}`);
const declared = { backing, services: Object.fromEntries(names.map((name) => [name, simple(name)])) };
const [environment] = loadEnvironments(process.env.PLATFORM_ENVIRONMENTS!, declared);
withoutTraces(() => {
  const app = new App({ stackTraces: false });
  const project = loadProject('platform.json');
  new ServicesStack(app, `${environment!.name}-services`, { project, environment: environment!, declared });
  app.synth();
});
