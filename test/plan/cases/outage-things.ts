import { one, policy, type Resources } from './case';
import { inNamespace, metadata } from './namespace';
import { redis } from './things';

// What cases of outages begin with.

export const two = {
  ...redis,
  num_cache_clusters: 2,
  automatic_failover_enabled: true,
  multi_az_enabled: true,
};

const labels = (more: object = {}) => ({ app: 'it', ...more });
export const workload = (name: string, spec: object = {}, more: object = {}) => ({
  metadata: { ...metadata, name },
  wait_for_rollout: false,
  spec: {
    replicas: '0',
    selector: { match_labels: labels(more) },
    template: {
      metadata: { labels: labels(more) },
      spec: { container: [{ name: 'web', image: 'web:1' }] },
    },
    ...spec,
  },
});
export const deployments = (some: Readonly<Record<string, object>>): Resources => ({
  ...inNamespace('kubernetes_service_account_v1'),
  kubernetes_deployment_v1: some,
});
export const scaled = (spec: object): Resources =>
  inNamespace('kubernetes_horizontal_pod_autoscaler_v2', {
    spec: {
      min_replicas: 2,
      max_replicas: 10,
      scale_target_ref: { api_version: 'apps/v1', kind: 'Deployment', name: 'it' },
      metric: {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', average_utilization: 70 } },
      },
      ...spec,
    },
  });

export const service = (spec: object = {}): Resources =>
  inNamespace('kubernetes_service_v1', {
    wait_for_load_balancer: false,
    spec: { selector: labels(), port: [{ port: 80, target_port: '8080' }], ...spec },
  });
export const port = (number: number) => ({ port: number, target_port: `${number}`, name: `p${number}` });

export const routed = (...names: readonly string[]): Resources => ({
  aws_route_table: { table: { vpc_id: '${aws_vpc.shared.id}' } },
  aws_route: Object.fromEntries(
    names.map((name, index) => [
      name,
      {
        route_table_id: '${aws_route_table.table.id}',
        destination_cidr_block: `192.168.${index}.0/24`,
        network_interface_id: '${aws_network_interface.server.id}',
      },
    ]),
  ),
  aws_network_interface: { server: { subnet_id: '${aws_subnet.shared.id}' } },
});

const zone = { aws_route53_zone: { zone: { name: '$.example' } } };
export const record = (attributes?: object): Resources => ({
  ...zone,
  ...(attributes && {
    aws_route53_record: {
      it: {
        zone_id: '${aws_route53_zone.zone.zone_id}',
        name: 'shop.$.example',
        type: 'A',
        ttl: 300,
        records: ['192.0.2.1'],
        ...attributes,
      },
    },
  }),
});

export const certificate = { domain_name: 'shop.$.example', validation_method: 'DNS' };
export const overlapping = { lifecycle: { create_before_destroy: true } };

export const rule = { name: 'rule-$', schedule_expression: 'rate(1 hour)', state: 'ENABLED' };
export const cron = (suspend: boolean, schedule = '0 3 * * *'): Resources =>
  inNamespace('kubernetes_cron_job_v1', {
    spec: {
      schedule,
      suspend,
      job_template: {
        metadata: {},
        spec: {
          template: {
            metadata: {},
            spec: { restart_policy: 'Never', container: [{ name: 'job', image: 'job:1' }] },
          },
        },
      },
    },
  });

export const own = (statement: object): Resources => ({
  aws_iam_policy: { it: { name: 'policy-$', policy: policy(statement) } },
});
export const reading = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::corpus-shared/*' };
export const denying = { Effect: 'Deny', Action: '*', Resource: '*' };

export const budget = (spec?: object): Resources =>
  spec === undefined
    ? inNamespace('kubernetes_service_account_v1', {})
    : inNamespace('kubernetes_pod_disruption_budget_v1', {
        spec: { selector: { match_labels: labels() }, ...spec },
      });

export const targets = (health_check: object): Resources =>
  one('aws_lb_target_group', {
    name: 'tg-$',
    port: 8080,
    protocol: 'HTTP',
    vpc_id: '${aws_vpc.shared.id}',
    health_check: { path: '/healthy', ...health_check },
  });
