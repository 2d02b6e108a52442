import { CACHE_COMMANDS } from '../../../constructs/services/bindings/cache-commands';
import { layout } from '../../../local/machine/layout';
import { freePort } from '../../../local/machine/port';
import { program } from '../../../local/machine/venv';
import { Authority, SERVER_NAME } from '../database/authority';
import { ENGINES } from '../database/engine';
import { startMemcached } from '../database/memcached-server';
import { startRedis } from '../database/redis-server';
import { setUp } from '../database/script';
import { HOST, type Server, type SignIn } from '../database/server';
import { type HttpServer, serve } from './http-server';
import { Program } from './program';
import { TcpProxy } from './proxy';
import { say } from './say';

export const SECRET = 'a0123456789abcdefghijklmnopqrstu';
const BUCKET = 'assets';

/** Real servers of every kind that the examples bind, with the users that the platform makes. */
export interface BackingServers {
  readonly orders: Server;
  readonly products: Server;
  /** Sends a line to Memcached. @returns the first answer. */
  readonly sayToPages: (line: string) => Promise<string>;
  /** What the platform gives each service. */
  readonly variables: Readonly<Record<'storefront' | 'catalog' | 'report', Readonly<Record<string, string>>>>;
  /** Between the storefront and PostgreSQL. */
  readonly proxy: TcpProxy;
  /** As the storefront's user. */
  readonly asStorefront: SignIn;
  readonly asCatalog: SignIn;
  readonly flags: { quickCheckout: boolean };
  /** What collectors of traces got. */
  readonly traces: Buffer[];
  object(key: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startBackingServers(): Promise<BackingServers> {
  const master = 'master-password';
  const authority = new Authority();
  const { bundle } = authority;
  const flags = { quickCheckout: false };
  const traces: Buffer[] = [];
  const [orders, products, sessions, pages, bucket, flagServer, collector] = await Promise.all([
    ENGINES[0].start('orders', master, authority),
    ENGINES[1].start('products', master, authority),
    startRedis(authority),
    startMemcached(authority),
    startBucket(),
    serve(() => JSON.stringify({ 'quick-checkout': { enabled: flags.quickCheckout } })),
    serve((_path, body) => {
      traces.push(body);
      return '{}';
    }),
  ]);
  const proxy = new TcpProxy(orders.port);
  const [asStorefront, asReport, asCatalog] = await Promise.all([
    ...['storefront', 'report'].map((service) =>
      setUp({ engine: ENGINES[0], server: orders, masterPassword: master }, { service, password: SECRET }),
    ),
    setUp(
      { engine: ENGINES[1], server: products, masterPassword: master },
      { service: 'catalog', password: SECRET },
    ),
  ]);
  await sessions.setUser('storefront', SECRET, `on ~* ${CACHE_COMMANDS}`);
  const common = {
    ENVIRONMENT: 'test',
    SERVICE_VERSION: '1.0.0',
    CA_FILE: bundle,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '200',
  };
  const ordersUrl = (port: number, { user }: SignIn) =>
    `postgresql://${user}:${SECRET}@${SERVER_NAME}:${port}/orders?sslmode=verify-full&sslrootcert=${bundle}`;
  const proxyPort = await proxy.start();
  return {
    orders,
    products,
    sayToPages: (line) => say(pages.plainPort, line),
    proxy,
    asStorefront: asStorefront!,
    asCatalog: asCatalog!,
    flags,
    traces,
    variables: {
      storefront: {
        ...common,
        ...bucket.variables,
        SERVICE_NAME: 'storefront',
        DATABASE_URL: ordersUrl(proxyPort, asStorefront!),
        REDIS_URL: `rediss://storefront:${SECRET}@${SERVER_NAME}:${sessions.port}`,
        REDIS_PREFIX: 'pr-42:',
        ASSETS_BUCKET: BUCKET,
        MAILS_QUEUE_URL: bucket.queue,
        FLAGS_URL: flagServer.url,
        CURRENCY: 'EUR',
      },
      catalog: {
        ...common,
        SERVICE_NAME: 'catalog',
        DATABASE_URL: `mysql://${asCatalog!.user}:${SECRET}@${SERVER_NAME}:${products.port}/products?ssl_ca=${bundle}`,
        MEMCACHED_SERVERS: `${SERVER_NAME}:${pages.port}`,
        MEMCACHED_TLS: 'true',
        MEMCACHED_PREFIX: 'pr-42:',
      },
      report: {
        ...common,
        ...bucket.variables,
        SERVICE_NAME: 'report',
        DATABASE_URL: ordersUrl(orders.port, asReport!),
        ASSETS_BUCKET: BUCKET,
      },
    },
    object: bucket.object,
    stop: async () => {
      proxy.stop();
      for (const server of [flagServer, collector] satisfies HttpServer[]) server.stop();
      await Promise.all([orders, products, sessions, pages, bucket].map((server) => server.stop()));
      authority.remove();
    },
  };
}

/** S3 and a queue of SQS, of moto, which the emulator is made of: it needs nothing else of AWS. */
async function startBucket() {
  const port = await freePort(28_300);
  const url = `http://${HOST}:${port}`;
  const moto = new Program(
    [program({ directory: layout().venv }, 'python'), '-m', 'moto.server', '-p', `${port}`],
    {},
  );
  const put = () => fetch(`${url}/${BUCKET}`, { method: 'PUT', body: LOCATION }).then(({ ok }) => ok);
  while (!(await put().catch(() => false))) await new Promise((resolve) => setTimeout(resolve, 100));
  const made = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/sqs/aws4_request',
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AmazonSQS.CreateQueue',
    },
    body: JSON.stringify({ QueueName: 'mails', Attributes: { ReceiveMessageWaitTimeSeconds: '20' } }),
  });
  return {
    queue: ((await made.json()) as { QueueUrl: string }).QueueUrl,
    variables: {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: 'eu-central-1',
      AWS_DEFAULT_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    // Whoever shows no key is a stranger.
    object: async (key: string) =>
      (await fetch(`${url}/${BUCKET}/${key}`, { headers: { authorization: 'AWS test:test' } })).text(),
    stop: () => moto.end('SIGTERM'),
  };
}

const LOCATION =
  '<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>';
