import type { Service } from '../../../../declarations/service';

/** One of each thing that a service can be. */
export const shop: Service = {
  description: 'What customers see',
  group: 'shop',
  processes: {
    web: { command: ['bin/web'], port: 8080, ready: '/ready', live: '/live', scaleAtCpuPercent: 65 },
    worker: { command: ['bin/worker'], ready: ['bin/worker', 'ready'], live: ['bin/worker', 'alive'] },
  },
  release: { command: ['bin/migrate'] },
  schedules: { tidy: { cron: '15 3 * * *', command: ['bin/tidy'] } },
  routes: [{ host: 'shop', process: 'web' }],
  bind: ['orders', 'sessions', 'assets'],
  flags: { 'quick-checkout': 'Pay on one page' },
};
