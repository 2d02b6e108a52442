import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Domains } from '../../../../constructs/services/routes/domains';
import { ProcessRoutes } from '../../../../constructs/services/routes/process-routes';
import { Routing } from '../../../../constructs/services/routes/routing';
import type { Services } from '../../../../declarations/service';
import type { DomainsParameters } from '../../../../parameters/domains';
import { naming, synth } from '../../../helpers';
import { field, testRuntime } from '../../test-runtime';

const process = { port: 8080, ready: '/ready', live: '/live' };
const SERVICES: Services = {
  web: {
    description: '',
    group: 'g',
    processes: { web: process },
    routes: [{ host: 'shop', process: 'web' }],
  },
  api: {
    description: '',
    group: 'g',
    processes: { web: process },
    routes: [
      { host: 'shop', path: '/products', process: 'web' },
      { host: 'admin', process: 'web' },
    ],
  },
};

const DOMAINS: DomainsParameters = {
  'shop.example': { host: 'shop', zone: 'shop.example', zoneAccount: 'tooling' },
  'www.shop.example': { redirectTo: 'shop.example', zone: 'Z0123456789ABC', zoneAccount: 'environment' },
  'shop.partner.example': { host: 'shop', zoneAccount: 'environment' },
};

function build(
  domains: DomainsParameters,
  versions: Record<string, number> = { '1.0.0': 100 },
  guest = false,
) {
  return synth((stack) => {
    const runtime = {
      ...testRuntime(stack),
      ...(guest && { guest: { id: 'pr-1', host: 'dev', shared: new Set<string>() } }),
    };
    const routing = new Routing(stack, 'routing', { runtime, services: SERVICES, domains });
    for (const [service, { processes, routes }] of Object.entries(SERVICES)) {
      new ProcessRoutes(stack, service, {
        runtime,
        routing,
        namespace: 'g',
        service,
        process: 'web',
        declaration: processes!.web!,
        routes: routes!,
        versions: Object.entries(versions).map(([version, weight]) => ({ version, weight })),
      }).open([]);
    }
    if (guest) return;
    const toolingProvider = new AwsProvider(stack, 'tooling', { alias: 'tooling', region: naming.region });
    new Domains(stack, 'domains', routing, { runtime, domains, toolingProvider });
  });
}

const rulesOf = (synthesized: ReturnType<typeof build>) => synthesized.resource.aws_lb_listener_rule!;
const standard = build(DOMAINS);

test('two services are on one domain by their paths, as they are on its host', () => {
  const rules = rulesOf(standard);
  expect(rules['web_rule-shop-2eexample']).toMatchObject({
    condition: [{ host_header: { values: ['shop.example'] } }],
    action: rules['web_rule-shop'].action,
  });
  expect(rules['api_rule-shop-2eexample-2fproducts']).toMatchObject({
    condition: [
      { host_header: { values: ['shop.example'] } },
      { path_pattern: { values: ['/products', '/products/*'] } },
    ],
    action: rules['api_rule-shop-2fproducts'].action,
  });
  const [path, all] = ['api_rule-shop-2eexample-2fproducts', 'web_rule-shop-2eexample'].map(
    (id) => rules[id!].priority,
  );
  expect(path).toBeLessThan(all);
});

test('no rule of a host changes when a domain comes', () => {
  const without = rulesOf(build({}));
  expect(rulesOf(standard)).toMatchObject(without);
  expect(Object.keys(without)).toHaveLength(3);
  expect(Object.keys(rulesOf(standard))).toHaveLength(3 + 4 + 1);
});

test('a version beside the first is reached there as well', () => {
  const rules = rulesOf(build(DOMAINS, { '1.0.0': 90, '1.1.0': 10 }));
  expect(rules['web_preview-1-shop-2eexample'].condition).toEqual([
    { host_header: { values: ['shop.example'] } },
    { http_header: { http_header_name: 'x-version', values: ['1.1.0'] } },
  ]);
});

test('a redirect sends browsers to the other domain for good, with path and query', () => {
  expect(rulesOf(standard)['domains_redirect-www-2eshop-2eexample']).toMatchObject({
    condition: [{ host_header: { values: ['www.shop.example'] } }],
    action: [
      {
        type: 'redirect',
        redirect: { host: 'shop.example', port: '443', protocol: 'HTTPS', status_code: 'HTTP_301' },
      },
    ],
  });
});

test('a domain in a zone of ours is named once its rules are there; one elsewhere is not', () => {
  const records = standard.resource.aws_route53_record!;
  expect(records['domains_alias-shop-2eexample']).toEqual({
    zone_id: '${data.aws_route53_zone.domains_zone-shop-2eexample.zone_id}',
    name: 'shop.example',
    type: 'A',
    alias: {
      name: field('entrance', 'dnsName'),
      zone_id: field('entrance', 'dnsZoneId'),
      evaluate_target_health: true,
    },
    provider: 'aws.tooling',
    depends_on: [
      'aws_lb_listener_rule.web_rule-shop-2eexample',
      'aws_lb_listener_rule.api_rule-shop-2eexample-2fproducts',
    ],
  });
  expect(records['domains_alias-www-2eshop-2eexample'].depends_on).toEqual([
    'aws_lb_listener_rule.domains_redirect-www-2eshop-2eexample',
  ]);
  expect(records['domains_alias-www-2eshop-2eexample'].provider).toBeUndefined();
  expect(Object.keys(records).filter((id) => id.includes('partner'))).toEqual([]);
});

test('a preview has none', () => {
  const hosts = Object.values(rulesOf(build(DOMAINS, { '1.0.0': 100 }, true))).map(
    ({ condition }) => condition[0].host_header.values[0],
  );
  expect(new Set(hosts)).toEqual(
    new Set([`shop-pr-1.${field('entrance', 'domain')}`, `admin-pr-1.${field('entrance', 'domain')}`]),
  );
});
