import { type Case, cases, changed, deleted } from './case';
import { inNamespace } from './namespace';
import {
  budget,
  certificate,
  cron,
  denying,
  deployments,
  overlapping,
  own,
  port,
  reading,
  record,
  routed,
  rule,
  scaled,
  service,
  targets,
  two,
  workload,
} from './outage-things';
import { database, stream } from './things';

export const outages: readonly Case[] = [
  ...cases(
    'redundancy-lost',
    [
      changed(
        'a database in one zone',
        'aws_db_instance',
        { ...database, multi_az: true },
        { multi_az: false },
      ),
      changed('a Redis of one node', 'aws_elasticache_replication_group', two, {
        num_cache_clusters: 1,
        automatic_failover_enabled: false,
        multi_az_enabled: false,
      }),
    ],
    [
      changed('a database in two zones', 'aws_db_instance', database, { multi_az: true }),
      changed('a Redis of another window', 'aws_elasticache_replication_group', two, {
        maintenance_window: 'sun:03:00-sun:04:00',
      }),
    ],
  ),
  ...cases(
    'capacity-emptied',
    [
      changed(
        'a stream of a quarter of its shards',
        'aws_kinesis_stream',
        { ...stream, shard_count: 4 },
        { shard_count: 1 },
      ),
      {
        name: 'an autoscaler of one pod',
        before: scaled({}),
        after: scaled({ min_replicas: 1, max_replicas: 1 }),
      },
    ],
    [
      changed(
        'a stream of more shards',
        'aws_kinesis_stream',
        { ...stream, shard_count: 2 },
        { shard_count: 4 },
      ),
      {
        name: 'an autoscaler of more pods',
        before: scaled({}),
        after: scaled({ min_replicas: 3, max_replicas: 20 }),
      },
      {
        name: 'pods that come back',
        before: deployments({ it: workload('it') }),
        after: deployments({ it: workload('it', { replicas: '1' }) }),
      },
    ],
  ),
  ...cases(
    'workload-stopped',
    [{ name: 'a Deployment deleted', before: deployments({ it: workload('it') }), after: deployments({}) }],
    [
      {
        name: 'a version deleted beside which another one runs',
        before: deployments({ canary: workload('canary', {}, { track: 'canary' }) }),
        after: deployments({ stable: workload('stable', {}, { track: 'stable' }) }),
      },
    ],
  ),
  ...cases(
    'entrance-closed',
    [
      {
        name: 'a Service at another port',
        before: service(),
        after: service({ port: [{ port: 8080, target_port: '8080' }] }),
      },
      {
        name: 'a Service deleted',
        before: service(),
        after: inNamespace('kubernetes_service_account_v1', {}),
      },
    ],
    [
      {
        name: 'a Service at one more port',
        before: service({ port: [port(80)] }),
        after: service({ port: [port(80), port(81)] }),
      },
    ],
  ),
  ...cases(
    'way-out-lost',
    [{ name: 'a route deleted', before: routed('one', 'two'), after: routed('one') }],
    [{ name: 'a route more', before: routed('one'), after: routed('one', 'two') }],
  ),
  ...cases(
    'name-changed',
    [
      { name: 'a record deleted', before: record({}), after: record() },
      { name: 'a record of another address', before: record({}), after: record({ records: ['192.0.2.2'] }) },
    ],
    [
      { name: 'a record that is asked for more often', before: record({}), after: record({ ttl: 60 }) },
      {
        name: 'a record with one more address',
        before: record({}),
        after: record({ records: ['192.0.2.1', '192.0.2.2'] }),
      },
    ],
  ),
  ...cases(
    'certificate-lost',
    [
      deleted('a certificate deleted', 'aws_acm_certificate', certificate),
      changed('a certificate replaced without a successor', 'aws_acm_certificate', certificate, {
        subject_alternative_names: ['www.$.example'],
      }),
    ],
    [
      changed(
        'a certificate for one more name',
        'aws_acm_certificate',
        { ...certificate, ...overlapping },
        {
          subject_alternative_names: ['www.$.example'],
        },
      ),
    ],
  ),
  ...cases(
    'schedule-suspended',
    [
      changed('a rule switched off', 'aws_cloudwatch_event_rule', rule, { state: 'DISABLED' }),
      { name: 'a CronJob suspended', before: cron(false), after: cron(true) },
    ],
    [
      changed('a rule at another time', 'aws_cloudwatch_event_rule', rule, {
        schedule_expression: 'rate(2 hours)',
      }),
      { name: 'a CronJob at another time', before: cron(false), after: cron(false, '0 4 * * *') },
      { name: 'a CronJob that runs again', before: cron(true), after: cron(false) },
    ],
  ),
  ...cases(
    'database-interrupted',
    [
      changed('another major version', 'aws_db_instance', database, {
        engine_version: '18.1',
        allow_major_version_upgrade: true,
      }),
    ],
    [changed('another minor version', 'aws_db_instance', database, { engine_version: '17.6' })],
  ),
  ...cases(
    'identity-lost',
    [{ name: 'a policy that denies everything', before: own(reading), after: own(denying) }],
    [
      {
        name: 'a policy that denies what does not come by TLS',
        before: own(reading),
        after: own({ ...denying, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      },
    ],
  ),
  ...cases(
    'budget-removed',
    [
      { name: 'a budget deleted', before: budget({ max_unavailable: '1' }), after: budget() },
      {
        name: 'a budget of everything',
        before: budget({ max_unavailable: '1' }),
        after: budget({ max_unavailable: '100%' }),
      },
    ],
    [
      {
        name: 'a budget of half',
        before: budget({ max_unavailable: '1' }),
        after: budget({ max_unavailable: '50%' }),
      },
    ],
  ),
  ...cases(
    'interruption-risked',
    [{ name: 'another health check', before: targets({}), after: targets({ path: '/ready' }) }],
    [{ name: 'a health check that asks more often', before: targets({}), after: targets({ interval: 10 }) }],
  ),
];
