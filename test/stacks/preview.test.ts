import { definePreview } from '../../parameters/preview';
import { declared, previewSettings as settings, synthesizer } from '../fixture/fixture';
import type { Json } from '../helpers';

const make = (name: string, own: object = {}, attempt?: string) => {
  const document = { ...settings.document, value: { ...settings.document.value, ...own } };
  const { platform, services } = synthesizer.preview(
    definePreview({ ...settings, document }, { name, attempt }, declared),
  );
  return { platform: platform.resource, services: services.resource, all: [platform, services] };
};
const one = make('pr-41');
const two = make('pr-42');
const values = (byId: Record<string, Json> = {}) => Object.values(byId);

/** Terraform's own addresses are each stack's, and so are descriptions. */
const NAMES = ['name', 'bucket', 'user_id', 'user_name', 'role_name', 'identifier'];

test('no name of one preview is one of another', () => {
  const names = ({ all }: typeof one) =>
    all.flatMap(({ resource }) =>
      Object.entries(resource as Record<string, Record<string, Json>>).flatMap(([type, byId]) =>
        type.startsWith('kubernetes_')
          ? Object.values(byId).flatMap(({ metadata, manifest }) => {
              const { name, namespace } = metadata ?? manifest.metadata;
              // What is in a namespace of its own has a reference to it.
              return namespace?.includes('${') ? [] : [`${type} ${name}`];
            })
          : Object.values(byId).flatMap((attributes) =>
              NAMES.map((key) => attributes[key])
                .filter((name) => typeof name === 'string' && !name.includes('${'))
                // Within a role or a profile of its own.
                .filter(() => !['aws_iam_role_policy', 'aws_appconfig_configuration_profile'].includes(type))
                .map((name) => `${type} ${name}`),
            ),
      ),
    );
  const [first, second] = [names(one), names(two)];
  expect(first.length).toBeGreaterThan(25);
  expect(first.filter((name) => second.includes(name))).toEqual([]);
});

test('nothing is made that all of the cluster or of the host share', () => {
  const types = Object.keys(one.services);
  for (const shared of [
    'kubernetes_cluster_role_v1',
    'aws_vpc_security_group_ingress_rule',
    'aws_vpc_security_group_egress_rule',
    'aws_cloudwatch_metric_alarm',
    'aws_cloudwatch_dashboard',
  ])
    expect(types).not.toContain(shared);
  for (const { metadata } of values(one.services.kubernetes_config_map_v1))
    expect(metadata.namespace).toMatch(/^\$\{kubernetes_namespace_v1\./);
});

test('a rule takes no place that the host may want, and those of a host come in order', () => {
  const rules = Object.entries(one.services.aws_lb_listener_rule as Record<string, Json>);
  expect(rules.length).toBeGreaterThan(1);
  for (const [, { priority }] of rules) expect(priority).toBeGreaterThan(31_800);
  // The one without a path would take all requests of its host.
  const [, part] = rules.find(([, { condition }]) => condition.length === 2)!;
  const [, whole] = rules.find(([, { condition }]) => condition.length === 1)!;
  expect(part.priority).toBeLessThan(whole.priority);
});

test('its rules go elsewhere with another attempt, and its record says with which', () => {
  const other = make('pr-41', {}, '7');
  const prioritiesOf = ({ services }: typeof one) =>
    values(services.aws_lb_listener_rule).map(({ priority }) => priority);
  expect(prioritiesOf(other).filter((priority) => prioritiesOf(one).includes(priority))).toEqual([]);
  expect(JSON.stringify(other.platform.aws_ssm_parameter)).toMatch(/\\"attempt\\+" = 7/);
});

test('each service is reached at a name of its own below the domain of the host', () => {
  const [{ name }] = values(one.services.aws_route53_record);
  expect(name).toBe('shop-pr-41.${local.contract_content.entrance.domain}');
});

test('its users, databases and keys in caches are its own', () => {
  const [{ insecure_value: contract }] = values(one.platform.aws_ssm_parameter).filter(({ name }) =>
    name.endsWith('/contract/databases/orders'),
  );
  expect(contract).toContain('\\"database\\" = \\"orders_pr_41\\"'.replaceAll('\\', ''));
  for (const { access_string } of values(one.services.aws_elasticache_user))
    expect(access_string).toMatch(/^on ~pr-41:\* resetchannels &pr-41:\* /);
  const url = JSON.stringify(values(one.services.kubernetes_deployment_v1)).match(/postgresql:\/\/([^:]+):/);
  expect(url?.[1]).toBe('storefront_pr_41_a');
});

test('a container says by a label which preview it is of, so that its log is told apart', () => {
  for (const { spec } of values(one.services.kubernetes_deployment_v1))
    expect(spec.template.metadata.labels.preview).toBe('pr-41');
  for (const { spec } of values(one.services.kubernetes_job_v1))
    expect(spec.template.metadata.labels.preview).toBe('pr-41');
  expect(values(one.platform.aws_cloudwatch_log_group).map(({ name }) => name)).toContain(
    '/acme/previews/pr-41',
  );
});

test('whoever made a key may change it at once: by its tags that takes minutes', () => {
  for (const { policy } of values(one.platform.aws_kms_key))
    expect(JSON.parse(policy).Statement).toContainEqual(
      expect.objectContaining({
        Sid: 'WhoMadeIt',
        Principal: { AWS: 'arn:aws:iam::111111111111:role/acme-preview' },
        Action: expect.arrayContaining(['kms:CreateAlias', 'kms:EnableKey*', 'kms:ScheduleKeyDeletion']),
      }),
    );
});

test('everything says what it belongs to, whose it is and when it ends', () => {
  for (const { provider } of one.all)
    expect(provider.aws[0].default_tags[0].tags).toMatchObject({
      preview: 'pr-41',
      'preview-of': 'pr-41',
      environment: 'preview-pr-41',
      owner: settings.host.parameters.owner,
      expires: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
    });
});

test('a cache forgets no more than that of its host, be it shared or its own', () => {
  const policies = ({ platform }: typeof one) =>
    values(platform.aws_elasticache_parameter_group)
      .filter(({ family }) => !family.startsWith('memcached'))
      .map(({ parameter }) => parameter);
  expect(policies(one)).toEqual([]);
  expect(policies(make('pr-41', { caches: settings.host.parameters.caches }))).toEqual([
    [{ name: 'maxmemory-policy', value: 'volatile-lru' }],
  ]);
});

test('a database and caches of its own are made where preview.json gives them a size', () => {
  const { databases, caches } = settings.host.parameters;
  const own = make('pr-41', { databases: { orders: databases.orders }, caches });
  expect(values(own.platform.aws_db_instance).map(({ identifier }) => identifier)).toEqual([
    'preview-pr-41-orders',
  ]);
  expect(values(own.platform.aws_elasticache_replication_group)).toHaveLength(1);
  expect(values(own.platform.aws_elasticache_cluster)).toHaveLength(1);
  expect(own.platform.aws_cloudwatch_metric_alarm).toBeUndefined();
  // Nobody else opens the way to those, nor shares their keys.
  expect(values(own.services.aws_vpc_security_group_ingress_rule).length).toBeGreaterThanOrEqual(2);
  for (const { access_string } of values(own.services.aws_elasticache_user))
    expect(access_string).toMatch(/^on ~\* /);
  expect(one.platform.aws_db_instance).toBeUndefined();
});
