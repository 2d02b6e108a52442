import { randomUUID } from 'node:crypto';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Carts } from '../backing/cart';
import type { Catalog, Product } from '../backing/catalog';
import type { Flags } from '../backing/flags';
import type { Line, Orders } from '../backing/orders';
import type { Receipts } from '../backing/receipts';
import { cartOf } from './cart-cookie';
import { messagePage, orderPage, shopPage } from './pages';
import { addProbes, type Check } from './probes';
import { identify, requestIdOf } from './requests';
import { setHeaders } from './security-headers';

export interface WebParts {
  readonly log: FastifyBaseLogger;
  readonly catalog: Pick<Catalog, 'products'>;
  readonly carts: Pick<Carts, 'contents' | 'add' | 'empty'>;
  readonly orders: Pick<Orders, 'create' | 'confirm' | 'find'>;
  readonly receipts: Pick<Receipts, 'get'>;
  readonly flags: Pick<Flags, 'isOn'>;
  /** What must answer for the shop to be ready. */
  readonly needed: Readonly<Record<string, Check>>;
  readonly currency: string;
  /** Most products on the page. */
  readonly pageSize: number;
}

/** The shop, as HTML pages that need no script. */
export function createWeb(parts: WebParts): FastifyInstance {
  const { log, catalog, carts, orders, receipts, flags, currency, pageSize } = parts;
  const app = Fastify({
    loggerInstance: log,
    genReqId: requestIdOf,
    logController: new LogController({ requestIdLogLabel: 'requestId', disableRequestLogging: true }),
    trustProxy: true,
    // Longer than the load balancer keeps a connection: one that ends first loses the request that is on its way.
    keepAliveTimeout: 75_000,
    // What comes by a connection that is there is answered, and then the connection ends.
    return503OnClosing: false,
  });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 10_000 },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  addProbes(app, parts.needed);
  app.register(async (shop) => {
    identify(shop);
    setHeaders(shop);

    shop.get('/', async (request, reply) => {
      const cart = cartOf(request, reply);
      const [products, counts] = await Promise.all([catalog.products(request.id), carts.contents(cart)]);
      return page(
        reply,
        shopPage({
          products: products.slice(0, pageSize),
          cart: linesOf(products, counts),
          currency,
          quickCheckout: flags.isOn('quick-checkout'),
          nextOrder: randomUUID(),
        }),
      );
    });

    shop.post<{ Body: { product: string; count: string } }>(
      '/cart',
      { schema: { body: CHANGE } },
      async (request, reply) => {
        await carts.add(cartOf(request, reply), request.body.product, Number(request.body.count));
        return reply.redirect('/#cart', 303);
      },
    );

    shop.post<{ Body: { id: string; email?: string } }>(
      '/orders',
      { schema: { body: NEW_ORDER } },
      async (request, reply) => {
        const cart = cartOf(request, reply);
        const lines = linesOf(await catalog.products(request.id), await carts.contents(cart));
        const { id, email } = request.body;
        if (lines.length > 0) {
          const state = flags.isOn('quick-checkout') ? 'placed' : 'open';
          await orders.create(id, state, currency, lines, email || undefined);
          await carts.empty(cart);
          request.log.info({ order: id, lines: lines.length }, 'order');
        }
        return reply.redirect(`/orders/${id}`, 303);
      },
    );

    shop.post<Named>('/orders/:id/confirm', { schema: { params: ORDER } }, async (request, reply) => {
      await orders.confirm(request.params.id);
      return reply.redirect(`/orders/${request.params.id}`, 303);
    });

    shop.get<Named>('/orders/:id', { schema: { params: ORDER } }, async (request, reply) => {
      const order = await orders.find(request.params.id);
      return order ? page(reply, orderPage(order)) : notFound(request, reply);
    });

    shop.get<Named>('/orders/:id/receipt', { schema: { params: ORDER } }, async (request, reply) => {
      const text = await receipts.get(request.params.id);
      return text ? reply.type('text/plain; charset=utf-8').send(text) : notFound(request, reply);
    });

    shop.setNotFoundHandler(notFound);
    shop.setErrorHandler<Error & { statusCode?: number }>((error, request, reply) => {
      if (error.statusCode && error.statusCode < 500)
        return page(
          reply.code(error.statusCode),
          messagePage('That did not work', 'The shop does not understand this request.'),
        );
      request.log.error({ err: error }, 'a request failed');
      reply.code(503).header('retry-after', '5');
      return page(reply, messagePage('Please try again', 'The shop can’t answer just now.'));
    });
  });
  return app;
}

interface Named {
  Params: { id: string };
}

const ORDER = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' } },
} as const;
/** As browsers check it: what is between is for whoever writes to it. Nothing is no address. */
const NEW_ORDER = {
  ...ORDER,
  properties: {
    ...ORDER.properties,
    email: { type: 'string', pattern: '^([^@\\s]+@[^@\\s]+)?$', maxLength: 254 },
  },
} as const;
const CHANGE = {
  type: 'object',
  required: ['product', 'count'],
  properties: { product: { type: 'string', maxLength: 40 }, count: { enum: ['1', '-1'] } },
} as const;

/** With the prices of the catalog, never those that a browser sends. */
function linesOf(products: readonly Product[], counts: ReadonlyMap<string, number>): Line[] {
  return products.flatMap(({ id, name, priceCents }) => {
    const count = counts.get(id);
    return count ? [{ product: id, name, count, priceCents }] : [];
  });
}

function notFound(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return page(reply.code(404), messagePage('Not found', 'There is nothing at this address.'));
}

function page(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(text);
}
