import type { Service } from '../declarations/service';

export const storefront: Service = {
  description: 'The shop that customers see',
  group: 'shop',
  processes: {
    web: { command: ['bin/web'], port: 8080, ready: '/ready', live: '/live', scaleAtCpuPercent: 65 },
    worker: {
      command: ['bin/worker'],
      ready: ['bin/worker', 'ready'],
      live: ['bin/worker', 'alive'],
      drainSeconds: 300,
    },
    mailer: {
      command: ['bin/mailer'],
      ready: ['bin/mailer', 'ready'],
      live: ['bin/mailer', 'alive'],
      consumes: 'mails',
      scaleAtMessages: 5,
    },
  },
  release: { command: ['bin/migrate'] },
  schedules: { tidy: { cron: '15 3 * * *', command: ['bin/tidy'] } },
  routes: [{ host: 'shop', process: 'web' }],
  bind: ['orders', 'sessions', 'assets', 'mails', 'catalog', 'internet'],
  logs: 'pino',
  flags: { 'quick-checkout': 'Pay on one page' },
  environment: { CURRENCY: 'EUR', PAGE_SIZE: '24' },
  previewData: {
    orders: {
      orders: {
        rows: 1000,
        newest: 'placed_at',
        columns: {
          id: 'keep',
          state: 'keep',
          placed_at: 'keep',
          currency: 'keep',
          total_cents: 'keep',
          email: 'email',
        },
      },
      order_lines: {
        columns: {
          order_id: 'keep',
          product: 'keep',
          name: { keep: 'of a product' },
          count: 'keep',
          price_cents: 'keep',
        },
      },
    },
  },
};
