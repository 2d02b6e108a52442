import { bucket } from './bucket';
import { type Case, cases, changed, deleted, one, policy, type Resources } from './case';
import { inDefault, manifest, object } from './manifest';
import { inNamespace } from './namespace';
import { service } from './outage-things';
import { balancer, role } from './things';

// How requests get in and out, by which names, and what starts by itself.

const web = { name: 'tg-$', port: 80, protocol: 'HTTP', target_type: 'ip', vpc_id: '${aws_vpc.shared.id}' };
const forward = { type: 'forward', target_group_arn: '${aws_lb_target_group.web.arn}' };
const answer = (status_code: string) => ({
  type: 'fixed-response',
  fixed_response: { content_type: 'text/plain', status_code },
});
const listening = (default_action?: object, hosts: readonly string[] = [], port = 80): Resources => ({
  aws_lb: { lb: balancer },
  aws_lb_target_group: { web },
  ...(default_action && {
    aws_lb_listener: {
      it: { load_balancer_arn: '${aws_lb.lb.arn}', port, protocol: 'HTTP', default_action },
    },
  }),
  ...(hosts.length > 0 && {
    aws_lb_listener_rule: {
      it: {
        listener_arn: '${aws_lb_listener.it.arn}',
        priority: 1,
        action: forward,
        condition: { host_header: { values: hosts } },
      },
    },
  }),
});
const guarded = (...ports: readonly number[]): Resources => ({
  aws_security_group: { group: { name: 'group-$', description: 'web', vpc_id: '${aws_vpc.shared.id}' } },
  aws_lb: { lb: { ...balancer, security_groups: ['${aws_security_group.group.id}'] } },
  aws_vpc_security_group_ingress_rule: Object.fromEntries(
    ports.map((port) => [
      `at${port}`,
      {
        security_group_id: '${aws_security_group.group.id}',
        ip_protocol: 'tcp',
        from_port: port,
        to_port: port,
        cidr_ipv4: '10.0.0.0/16',
      },
    ]),
  ),
});
const ingress = (...hosts: readonly string[]) =>
  object(
    'networking.k8s.io/v1',
    'Ingress',
    {
      spec: {
        rules: hosts.map((host) => ({
          host,
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: { service: { name: 'web', port: { number: 80 } } },
              },
            ],
          },
        })),
      },
    },
    inDefault,
  );

const nats = (...subnets: readonly string[]): Resources => ({
  aws_eip: Object.fromEntries(
    subnets.map((subnet) => [subnet, { domain: 'vpc', tags: { preview: 'pr-42' } }]),
  ),
  aws_nat_gateway: Object.fromEntries(
    subnets.map((subnet) => [
      subnet,
      { subnet_id: `\${aws_subnet.${subnet}.id}`, allocation_id: `\${aws_eip.${subnet}.id}` },
    ]),
  ),
});
const tabled = (isTabled: boolean): Resources => ({
  aws_subnet: { subnet: { vpc_id: '${aws_vpc.shared.id}', cidr_block: '10.9.21.0/24' } },
  aws_route_table: { table: { vpc_id: '${aws_vpc.shared.id}' } },
  ...(isTabled &&
    one('aws_route_table_association', {
      subnet_id: '${aws_subnet.subnet.id}',
      route_table_id: '${aws_route_table.table.id}',
    })),
});
const gateway = (isThere: boolean): Resources => ({
  aws_vpc: { other: { cidr_block: '10.78.0.0/16' } },
  ...(isThere && one('aws_internet_gateway', { vpc_id: '${aws_vpc.other.id}' })),
});

const weighted = (...weights: readonly number[]): Resources => ({
  aws_route53_zone: { zone: { name: '$.example' } },
  aws_route53_record: Object.fromEntries(
    weights.map((weight, index) => [
      `record${index}`,
      {
        zone_id: '${aws_route53_zone.zone.zone_id}',
        name: 'shop.$.example',
        type: 'A',
        ttl: 60,
        records: [`192.0.2.${index + 1}`],
        set_identifier: `record${index}`,
        weighted_routing_policy: { weight },
      },
    ]),
  ),
});

const schedule = (state: string): Resources => ({
  aws_iam_role: {
    role: { ...role, assume_role_policy: role.assume_role_policy.replace('ec2', 'scheduler') },
  },
  ...one('aws_scheduler_schedule', {
    name: 'schedule-$',
    state,
    schedule_expression: 'rate(1 hour)',
    flexible_time_window: { mode: 'OFF' },
    target: {
      arn: 'arn:aws:sqs:eu-central-1:999999999999:jobs',
      role_arn: '${aws_iam_role.role.arn}',
    },
  }),
});
const told = (...names: readonly string[]): Resources => ({
  aws_cloudwatch_event_rule: { rule: { name: 'rule-$', schedule_expression: 'rate(1 hour)' } },
  aws_cloudwatch_event_target: Object.fromEntries(
    names.map((name) => [
      name,
      {
        rule: '${aws_cloudwatch_event_rule.rule.name}',
        target_id: name,
        arn: `arn:aws:sqs:eu-central-1:999999999999:${name}`,
      },
    ]),
  ),
});
const noticed = (isNoticed: boolean): Resources => ({
  ...bucket,
  aws_sqs_queue: {
    queue: {
      name: 'queue-$',
      tags: { preview: 'pr-42' },
      policy: policy({
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: 'arn:aws:sqs:eu-central-1:999999999999:queue-$',
        Condition: { StringEquals: { 'aws:SourceAccount': '999999999999' } },
      }),
    },
  },
  ...(isNoticed &&
    one('aws_s3_bucket_notification', {
      bucket: '${aws_s3_bucket.bucket.id}',
      queue: [{ queue_arn: '${aws_sqs_queue.queue.arn}', events: ['s3:ObjectCreated:*'] }],
    })),
});
const job = (suspend: boolean) =>
  object(
    'batch/v1',
    'CronJob',
    {
      spec: {
        schedule: '0 4 1 1 *',
        suspend,
        jobTemplate: {
          spec: {
            template: { spec: { restartPolicy: 'Never', containers: [{ name: 'job', image: 'job:1' }] } },
          },
        },
      },
    },
    inDefault,
  );

const NODES = 'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy';
const attached = (...policies: readonly string[]): Resources => ({
  aws_iam_role: { role },
  aws_iam_role_policy_attachment: Object.fromEntries(
    policies.map((policy_arn, index) => [
      `policy${index}`,
      { role: '${aws_iam_role.role.name}', policy_arn },
    ]),
  ),
});
const profile = (used: string, ...roles: readonly string[]): Resources => ({
  aws_iam_role: Object.fromEntries(roles.map((name) => [name, { ...role, name: `${name}-$` }])),
  aws_iam_instance_profile: { servers: { name: 'servers-$', role: used } },
});
const provider = {
  url: 'https://$.oidc.example',
  client_id_list: ['sts.amazonaws.com'],
  thumbprint_list: ['9e99a48a9960b14926bb7f3b02e22da2b0ab7280'],
};

export const ways: readonly Case[] = [
  ...cases(
    'entrance-closed',
    [
      { name: 'a listener deleted', before: listening(forward), after: listening() },
      { name: 'a listener at another port', before: listening(forward), after: listening(forward, [], 8080) },
      { name: 'a listener that only refuses', before: listening(forward), after: listening(answer('503')) },
      {
        name: 'a rule of a listener deleted',
        before: listening(answer('404'), ['shop.example']),
        after: listening(answer('404')),
      },
      {
        name: 'a host less',
        before: listening(answer('404'), ['shop.example', 'www.shop.example']),
        after: listening(answer('404'), ['shop.example']),
      },
      deleted('a load balancer deleted', 'aws_lb', balancer),
      { name: 'the last open port of a load balancer', before: guarded(80), after: guarded() },
      manifest('a host less, by a manifest', ingress('a.example', 'b.example'), ingress('a.example')),
      deleted('an Ingress deleted, by a manifest', 'kubernetes_manifest', ingress('a.example')),
      {
        name: 'a Service without its load balancer',
        before: service({ type: 'LoadBalancer' }),
        after: service({ type: 'ClusterIP' }),
      },
    ],
    [
      {
        name: 'a listener with one more rule',
        before: listening(forward),
        after: listening(forward, ['a.example']),
      },
      {
        name: 'a host more',
        before: listening(answer('404'), ['shop.example']),
        after: listening(answer('404'), ['shop.example', 'www.shop.example']),
      },
      // The other port still leads to it.
      { name: 'one open port of two', before: guarded(80, 443), after: guarded(443) },
      manifest('a host more, by a manifest', ingress('a.example'), ingress('a.example', 'b.example')),
    ],
  ),
  ...cases(
    'way-out-lost',
    [
      { name: 'one of two ways out', before: nats('shared', 'shared2'), after: nats('shared') },
      { name: 'a subnet without its table', before: tabled(true), after: tabled(false) },
      { name: 'a gateway to the internet', before: gateway(true), after: gateway(false) },
      deleted('a way to a service', 'aws_vpc_endpoint', {
        vpc_id: '${aws_vpc.shared.id}',
        service_name: 'com.amazonaws.eu-central-1.s3',
      }),
    ],
    [
      { name: 'a way out more', before: nats('shared'), after: nats('shared', 'shared2') },
      { name: 'a network that goes with its gateway', before: gateway(true), after: {} },
    ],
  ),
  ...cases(
    'name-changed',
    [
      { name: 'a record that is never the answer', before: weighted(100, 10), after: weighted(0, 10) },
      changed(
        'a network without names',
        'aws_vpc',
        { cidr_block: '10.79.0.0/16', enable_dns_hostnames: true },
        { enable_dns_hostnames: false },
      ),
    ],
    [{ name: 'a record that is the answer more often', before: weighted(100, 10), after: weighted(50, 50) }],
  ),
  ...cases(
    'schedule-suspended',
    [
      { name: 'a schedule switched off', before: schedule('ENABLED'), after: schedule('DISABLED') },
      { name: 'the last target of a rule', before: told('jobs'), after: told() },
      { name: 'a bucket that tells nobody', before: noticed(true), after: noticed(false) },
      manifest('a CronJob suspended, by a manifest', job(false), job(true)),
    ],
    [
      { name: 'a schedule switched on', before: schedule('DISABLED'), after: schedule('ENABLED') },
      { name: 'one target of two', before: told('jobs', 'records'), after: told('jobs') },
      { name: 'a bucket that tells somebody', before: noticed(false), after: noticed(true) },
      manifest('a CronJob that runs again, by a manifest', job(true), job(false)),
    ],
  ),
  ...cases(
    'identity-lost',
    [
      { name: 'what nodes need', before: attached(NODES), after: attached() },
      deleted('a provider of identities', 'aws_iam_openid_connect_provider', provider),
      {
        name: 'a role that servers run as',
        before: profile('${aws_iam_role.old.name}', 'old'),
        after: profile('old-$'),
      },
    ],
    [
      {
        name: 'a role whose servers run as another one from now on',
        before: profile('${aws_iam_role.old.name}', 'old'),
        after: profile('${aws_iam_role.new.name}', 'new'),
      },
      { name: 'a role deleted with what nodes need', before: attached(NODES), after: {} },
    ],
  ),
  ...cases(
    'budget-removed',
    [],
    [
      {
        name: 'a budget in a namespace of a preview that goes',
        before: inNamespace('kubernetes_pod_disruption_budget_v1', {
          spec: { max_unavailable: '1', selector: { match_labels: { app: 'it' } } },
        }),
        after: {},
      },
    ],
  ),
];
