import { oneOfEach, thingsOf } from '../../declarations/backing';
import type { TeamCopy } from './team-copy';

const ENVIRONMENTS = ['dev', 'qa', 'prod'];

/** What a team changes on an ordinary day, by what it is called. */
export const changes: Readonly<Record<string, (team: TeamCopy) => void>> = {
  'a second PostgreSQL database, bound by storefront': (team) => {
    // Each has a port of its own, by which network policies tell them apart.
    team.source(
      'services/backing.ts',
      "orders: { engine: 'postgres' },",
      "orders: { engine: 'postgres' },\n    customers: { engine: 'postgres', port: 5433 },",
    );
    team.source('services/storefront.ts', "bind: ['orders',", "bind: ['orders', 'customers',");
    for (const name of ENVIRONMENTS) {
      team.parameters(name, ({ databases }) => {
        databases.customers = { ...databases.orders };
      });
    }
    team.command('npm', 'run', '--silent', 'generate');
  },

  'a new service with web, worker and route': (team) => {
    team.write(
      'services/reviews.ts',
      `import type { Service } from '../declarations/service';

export const reviews: Service = {
  description: 'What customers think of a product',
  group: 'shop',
  processes: {
    web: { command: ['bin/web'], port: 8080, ready: '/ready', live: '/live' },
    worker: { command: ['bin/worker'], ready: ['bin/worker', 'ready'], live: ['bin/worker', 'alive'] },
  },
  routes: [{ host: 'shop', path: '/reviews', process: 'web' }],
  bind: ['orders'],
};
`,
    );
    team.source(
      'services/services.ts',
      'import { storefront }',
      "import { reviews } from './reviews';\nimport { storefront }",
    );
    team.source('services/services.ts', '{ storefront,', '{ reviews, storefront,');
    for (const name of ENVIRONMENTS) {
      team.parameters(name, ({ services, groups }) => {
        services.reviews = { version: '1.0.0', processes: { web: { replicas: 1 }, worker: { replicas: 1 } } };
        if (groups?.shop) groups.shop.memoryMiB += 8192;
      });
    }
    team.command('npm', 'run', '--silent', 'generate');
  },

  'new backing services and a service that binds them, by npm run new': (team) => {
    const engines = thingsOf(oneOfEach((kind, engine = kind) => `new-${engine}`));
    const things = engines.filter(
      ({ kind }, index) => engines.findIndex((one) => one.kind === kind) === index,
    );
    const named = things.map(({ kind, name, declaration }) => [
      ...[kind, name],
      ...('engine' in declaration ? ['--engine', declaration.engine] : []),
    ]);
    for (const thing of named) team.command('npm', 'run', '--silent', 'new', '--', ...thing);
    const bind = things.map(({ name }) => name).join(',');
    const service = ['service', 'reviews', '--port', '8080', '--route', 'shop/reviews', '--bind', bind];
    team.command('npm', 'run', '--silent', 'new', '--', ...service);
  },

  'an environment staging, by npm run new': (team) => {
    const copy = ['--from', 'qa', '--account', '444444444444'];
    team.command('npm', 'run', '--silent', 'new', '--', 'environment', 'staging', ...copy);
  },

  'a service that dev leaves out': (team) => {
    team.parameters('dev', ({ services }) => {
      services.report = { absent: "no customer's data in dev" };
    });
    team.command('npm', 'run', '--silent', 'generate');
  },

  'another region': (team) => {
    team.source('platform.json', 'eu-central-1', 'us-west-2');
  },

  'a renamed service': (team) => {
    const rename = (file: string) => team.write(file, team.text(file).replaceAll('catalog', 'products-api'));
    team.write(
      'services/products-api.ts',
      team.text('services/catalog.ts').replaceAll('const catalog', 'const productsApi'),
    );
    team.remove('services/catalog.ts');
    team.source(
      'services/services.ts',
      "import { catalog } from './catalog'",
      "import { productsApi } from './products-api'",
    );
    team.source('services/services.ts', 'storefront, catalog', "storefront, 'products-api': productsApi");
    rename('services/storefront.ts');
    for (const name of ENVIRONMENTS) rename(`environments/${name}.json`);
    team.command('npm', 'run', '--silent', 'generate');
  },

  'a removed database': (team) => {
    team.source('services/backing.ts', "    products: { engine: 'mysql' },\n", '');
    team.source('services/catalog.ts', "bind: ['products', 'pages']", "bind: ['pages']");
    for (const name of ENVIRONMENTS) team.parameters(name, ({ databases }) => delete databases.products);
    team.command('npm', 'run', '--silent', 'generate');
  },

  'one more parameter': (team) => {
    team.source(
      'parameters/parameters.ts',
      'const network = z.strictObject({',
      `const network = z.strictObject({
  flowLogDays: whole(1, 365, {
    description: 'How long the record of connections can be searched.',
    unit: 'days',
    change: 'in place',
  }).default(30),`,
    );
    team.parameters('prod', ({ network }) => {
      network.flowLogDays = 90;
    });
    team.command('npm', 'run', '--silent', 'generate');
  },
};
