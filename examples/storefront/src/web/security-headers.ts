import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { STYLE } from './pages';

const style = createHash('sha256').update(STYLE).digest('base64');
const HEADERS = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${style}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  // Each page is of one customer.
  'cache-control': 'no-store',
};

/** What a browser may do with a page: run nothing, load nothing, and send forms to the shop alone. */
export function setHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(HEADERS);
  });
}
