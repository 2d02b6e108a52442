import type { Service } from '../declarations/service';

export const catalog: Service = {
  description: 'What there is to buy, for other services and under /products of the shop',
  group: 'shop',
  processes: {
    api: {
      command: ['bin/api'],
      port: 8080,
      ready: '/ready',
      live: '/live',
      startSeconds: 60,
      scaleAtCpuPercent: 60,
    },
  },
  release: { command: ['bin/migrate'] },
  routes: [{ host: 'shop', path: '/products', process: 'api' }],
  bind: ['products', 'pages'],
  logs: 'slog',
  previewData: {
    products: {
      products: {
        columns: { id: 'keep', name: { keep: 'of a product' }, description: 'keep', price_cents: 'keep' },
      },
    },
  },
};
