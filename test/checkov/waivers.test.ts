import type { SynthesizedDocument } from '../../terraform/synthesized-stack';
import { environments, preview, synthesizer } from '../fixture/fixture';
import { covered, type Documents } from './judge';
import { waivers } from './waivers';

// Checkov itself runs in `npm run checkov`, on the team's own stacks. Here: whom each waiver is for, on the tests' own.

const { platform, services } = synthesizer.preview(preview('pr-42'));
const documents: Documents = Object.fromEntries([
  ['bootstrap', synthesizer.bootstrap(environments)],
  ['backups', synthesizer.backups(environments)],
  ...environments.flatMap((one) => [
    [one.name, synthesizer.platform(one)],
    [`${one.name}-services`, synthesizer.services(one)],
    [`account-${one.name}`, synthesizer.account(one)],
  ]),
  ['preview-pr-42', platform],
  ['preview-pr-42-services', services],
]);

const namesOf = (check: string, among: Documents = documents): string[] => [
  ...new Set(
    waivers
      .filter((waiver) => waiver.check === check)
      .flatMap((waiver) => covered(waiver, among))
      .map(({ stack, resource }) => `${stack} ${resource}`),
  ),
];

test.each(waivers.map((waiver) => [`${waiver.check} of ${waiver.type} ${waiver.resource}`, waiver]))(
  '%s is for something that is there',
  (_, waiver) => {
    expect(covered(waiver, documents)).not.toEqual([]);
  },
);

test('no two waivers are for the same, so that one can be deleted with its reason', () => {
  const all = waivers.flatMap((waiver) =>
    covered(waiver, documents).map(
      ({ stack, resource }) => `${waiver.check} ${stack} ${waiver.type}.${resource}`,
    ),
  );
  expect(all.filter((one, index) => all.indexOf(one) !== index)).toEqual([]);
});

/** What is waived whatever its attributes are: a name that is not here is more than the reason speaks of. */
const ALWAYS: Record<string, RegExp> = {
  CKV2_AWS_34: /^(\S+ contract(_(databases|caches|buckets|queues)-\w+)?|preview-pr-42 record)$/,
  CKV2_AWS_61: /^preview-pr-42 bucket-assets$/,
  CKV2_AWS_38: /^(bootstrap zone|\w+ entrance_zone)$/,
  CKV2_AWS_39: /^(bootstrap zone|\w+ entrance_zone)$/,
  CKV2_AWS_57:
    /^(prod alerts_pager-duty_routing-key|\S+-services \w+_bind-(orders|products|sessions)_secret)$/,
  CKV2_AWS_62:
    / (access-logs_bucket|bucket-assets|logs_archive_log-archive|network_flows|state-bucket|trail_bucket)$/,
  CKV2_AWS_71: /^\w+ entrance_certificate$/,
  CKV2_AWS_76: /^\w+ entrance$/,
  CKV_AWS_115: /^prod alerts_pager-duty$/,
  CKV_AWS_117: /^prod alerts_pager-duty$/,
  CKV_AWS_144:
    / (access-logs_bucket|bucket-assets|logs_archive_log-archive|network_flows|state-bucket|trail_bucket)$/,
  CKV_AWS_145: /^\w+ access-logs_bucket$/,
  CKV_AWS_18:
    /^(\w+ access-logs_bucket|bootstrap state-bucket|(account-\w+|backups|bootstrap) trail_bucket)$/,
  CKV_AWS_252: /^(account-\w+|backups|bootstrap) trail$/,
  CKV_AWS_62: /^account-\w+ boundary$/,
  CKV_AWS_63: /^account-\w+ boundary$/,
  CKV2_AWS_40: /^account-\w+ boundary$/,
  CKV_AWS_226: /^\w+ database-(orders|products)$/,
  CKV_AWS_260: /^\w+ entrance_security-group_from-http-0-0-0-0-0$/,
  CKV_AWS_272: /^prod alerts_pager-duty$/,
  CKV_AWS_25: /-services routing_from-balancer-any-port$/,
  CKV_AWS_50: /^prod alerts_pager-duty$/,
  CKV_AWS_378: /-services (catalog_api|storefront_web)-routes_targets-[\w-]+$/,
};

const byCheck = (conditional: boolean) => [
  ...new Set(waivers.filter(({ when }) => (when !== undefined) === conditional).map(({ check }) => check)),
];

test.each(byCheck(false).filter((check) => !byCheck(true).includes(check)))(
  '%s is waived for nothing beyond its reason',
  (check) => {
    expect(namesOf(check).filter((name) => !ALWAYS[check]?.test(name))).toEqual([]);
  },
);

/** All stacks as they would be if the reason were not true. */
const changed = (change: (document: SynthesizedDocument) => void): Documents => {
  const copy = structuredClone(documents);
  for (const document of Object.values(copy)) change(document);
  return copy;
};
const write = (type: string, attributes: object) =>
  changed(({ resource }) => {
    for (const one of Object.values(resource?.[type] ?? {})) Object.assign(one, attributes);
  });
const protect = () => changed((document) => Object.assign(document, { locals: { protection: 'protected' } }));
const withImage = (image: string): Documents =>
  JSON.parse(JSON.stringify(documents).replaceAll(/"image":"[^"]*"/g, `"image":"${image}"`));

test.each([
  [
    'CKV2_AWS_50',
    'a cache with somewhere to fail over to',
    () => write('aws_elasticache_replication_group', { num_cache_clusters: 2 }),
  ],
  ['CKV2_AWS_50', 'a cache of a protected environment', protect],
  ['CKV_AWS_150', 'a load balancer of a protected environment', protect],
  ['CKV_AWS_157', 'a database with a standby', () => write('aws_db_instance', { multi_az: true })],
  ['CKV_AWS_157', 'a database of a protected environment', protect],
  ['CKV_AWS_293', 'a database of a protected environment', protect],
  [
    'CKV_AWS_61',
    'a role that trusts all of an account',
    () =>
      write('aws_iam_role', {
        assume_role_policy: '{"Statement":[{"Principal":{"AWS":["arn:aws:iam::111111111111:root"]}}]}',
      }),
  ],
  ['CKV_AWS_339', 'another Kubernetes', () => write('aws_eks_cluster', { version: '1.30' })],
  [
    'CKV_K8S_15',
    'an image that moves',
    () => withImage('999999999999.dkr.ecr.eu-central-1.amazonaws.com/a:latest'),
  ],
])('%s is not waived for %s', (check, _, documents) => {
  expect(namesOf(check)).not.toEqual([]);
  expect(namesOf(check, documents())).toEqual([]);
});

test('CKV_AWS_338 is not waived for logs of a protected environment, nor for those that are not archived', () => {
  const ofPreview = ['preview-pr-42 containers'];
  expect(namesOf('CKV_AWS_338').length).toBeGreaterThan(10);
  expect(namesOf('CKV_AWS_338', protect())).toEqual(ofPreview);
  const unsubscribed = changed(({ resource }) => {
    delete (resource as Record<string, object> | undefined)?.aws_cloudwatch_log_subscription_filter;
  });
  const deliveries = ['dev', 'qa'].map((name) => `${name} logs_deliveries`);
  expect(namesOf('CKV_AWS_338', unsubscribed).sort()).toEqual([...deliveries, ...ofPreview].sort());
});

test('CKV_K8S_43 is not waived for pods with a master password, which come from public registries', () => {
  const waived = namesOf('CKV_K8S_43').filter((name) => name.startsWith('dev-services '));
  expect(waived).toContain('dev-services storefront_web-stable');
  expect(waived.filter((name) => /setup|cleanup/.test(name))).toEqual([]);
  const agents = namesOf('CKV_K8S_43', withImage('public.ecr.aws/docker/library/redis:7'));
  expect(agents.filter((name) => !name.endsWith('_flags_agent_agent'))).toEqual([]);
});

test('the tests know every condition', () => {
  expect(byCheck(true).sort()).toEqual([
    'CKV2_AWS_50',
    'CKV_AWS_150',
    'CKV_AWS_157',
    'CKV_AWS_293',
    'CKV_AWS_338',
    'CKV_AWS_339',
    'CKV_AWS_61',
    'CKV_K8S_15',
    'CKV_K8S_43',
  ]);
});
