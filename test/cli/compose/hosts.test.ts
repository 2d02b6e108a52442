import { declared, environments, project } from '../../fixture/fixture';
import type { Json } from '../../helpers';
import { compose, objectsOf } from './composed';
import { toldByCompose, toldByPod } from './told';

// A service runs in the cluster and in Compose. Whatever its containers are told in one and not in the other works on a
// laptop and breaks in production, or the other way round.

const environment = environments.find(({ name }) => name === 'dev')!;
const { resource }: Json = objectsOf({ project, environment, declared });
const { read } = compose(Object.keys(declared.services));

/** What the contract of an environment would tell, without the hosts. */
const CONTRACT: Readonly<Record<string, string>> = {
  'databases.orders.port': '5432',
  'databases.orders.database': 'orders',
  'databases.products.port': '3306',
  'databases.products.database': 'products',
  'caches.sessions.port': '6379',
  'buckets.assets.name': 'acme-dev-data-assets-111111111111',
};

function fill(text: string): string {
  return text
    .replaceAll(/\$\{local\.contract_content\.([\w.-]+)\}/g, (whole, path) => CONTRACT[path] ?? whole)
    .replaceAll(/\$\{join\(",", local\.contract_content\.caches\.pages\.servers\)\}/g, 'one:11211')
    .replaceAll(
      /\$\{aws_elasticache_user\.([\w-]+)\.user_name\}/g,
      (_, name) => resource.aws_elasticache_user[name].user_name,
    );
}

const pods: Readonly<Record<string, Json>> = {
  'storefront-web': resource.kubernetes_deployment_v1['storefront_web-stable'].spec.template.spec,
  'storefront-worker': resource.kubernetes_deployment_v1['storefront_worker-stable'].spec.template.spec,
  'storefront-release': job('storefront_release'),
  'storefront-tidy': schedule('storefront_schedule-tidy'),
  'catalog-api': resource.kubernetes_deployment_v1['catalog_api-stable'].spec.template.spec,
  'catalog-release': job('catalog_release'),
  'report-nightly': schedule('report_schedule-nightly'),
  'report-weekly': schedule('report_schedule-weekly'),
  'shop-flags': resource.kubernetes_deployment_v1['group-shop_flags_agent_agent'].spec.template.spec,
};

function job(start: string): Json {
  const [[, found]] = Object.entries<Json>(resource.kubernetes_job_v1).filter(([id]) =>
    id.startsWith(start),
  ) as [[string, Json]];
  return found.spec.template.spec;
}

function schedule(id: string): Json {
  return resource.kubernetes_cron_job_v1[id].spec.job_template.spec.template.spec;
}

test.each(Object.keys(pods))('%s is told the same in Compose as in a pod of EKS', (name) => {
  expect(toldByCompose(read.services[name])).toEqual(toldByPod(pods[name], fill));
});

test('nothing of a service is left out', () => {
  const own = Object.keys(read.services).filter((name) =>
    /^(storefront|catalog|report)-(?!setup)/.test(name),
  );
  expect(own.sort()).toEqual(
    Object.keys(pods)
      .filter((name) => name !== 'shop-flags')
      .sort(),
  );
});

test('the users of databases are made by the script, with the variables, that the platform runs', () => {
  const setups: Readonly<Record<string, string>> = {
    'storefront-setup-orders': 'storefront_bind-orders_setup',
    'report-setup-orders': 'report_bind-orders_setup',
    'catalog-setup-products': 'catalog_bind-products_setup',
  };
  for (const [name, id] of Object.entries(setups)) {
    const script = (text: string) => text.replaceAll('$${', '${');
    const pod = toldByPod(resource.kubernetes_job_v1[id].spec.template.spec, fill);
    const { variables, ...told } = toldByCompose(read.services[name]);
    const { variables: wanted, ...rest } = { ...pod, command: pod.command?.map(script), readOnly: false };
    expect(told).toEqual(rest);
    const hosts = (of: Readonly<Record<string, string>>) => ({
      ...of,
      ...('PGHOST' in of && { PGHOST: '<host>' }),
    });
    expect(hosts(variables)).toEqual(hosts(wanted));
  }
});

test('users of caches have the rights that ElastiCache gives them', () => {
  const { files } = compose(['storefront']);
  const { user_name, access_string } = resource.aws_elasticache_user['storefront_bind-sessions_user-a'];
  const [, user] = files['./sessions/users.acl']!.split('\n');
  expect(user).toMatch(/^user (\S+) on #[0-9a-f]{64} /);
  expect(user!.replace(/ #[0-9a-f]{64}/, '')).toBe(`user ${user_name} ${access_string}`);
});
