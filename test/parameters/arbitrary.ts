import fc from 'fast-check';
import type { CacheDeclaration, DatabaseDeclaration } from '../../declarations/backing';
import type { Declared } from '../../declarations/binding';
import { declared } from '../fixture/services/declared';
import { eachOf, groupParameters, serviceParameters } from './arbitrary-services';

/** A parameter file as somebody may write it: every optional key is there or not. */
export const parameterFile = (account?: string, cidr?: string) => parameterFileFor(declared, account, cidr);

/** The same for other declarations. */
export const parameterFileFor = (
  { backing, services }: Declared,
  account = '111111111111',
  cidr = '10.10.0.0/16',
) =>
  fc.record(
    {
      account: fc.constant(account),
      owner: fc.constant('team@acme.example'),
      protected: fc.boolean(),
      network: fc.record(
        {
          cidr: fc.constant(cidr),
          natGateways: fc.integer({ min: 1, max: 3 }),
          interfaceEndpoints: fc.uniqueArray(fc.constantFrom('ecr.api', 'ecr.dkr', 'logs', 'sts', 'kms')),
        },
        { requiredKeys: ['cidr'] },
      ),
      cluster: fc.record(
        {
          version: fc.constantFrom('1.34', '1.35', '1.36'),
          publicAccess: fc.uniqueArray(fc.constantFrom('203.0.113.0/24', '198.51.100.7/32')),
          privateAccess: fc.uniqueArray(fc.constantFrom('10.200.0.0/16', '192.168.7.0/24')),
          admins: fc.uniqueArray(roleArn, { maxLength: 3 }),
          viewers: fc.uniqueArray(roleArn, { maxLength: 3 }),
        },
        { requiredKeys: ['version'] },
      ),
      databases: eachOf(backing.databases ?? {}, database),
      caches: eachOf(backing.caches ?? {}, cache),
      buckets: eachOf(backing.buckets ?? {}, () => bucket),
      queues: eachOf(backing.queues ?? {}, () => queue),
      groups: groupParameters(services),
      services: serviceParameters({ backing, services }),
      logs: fc.record(
        {
          retentionDays: fc.constantFrom(1, 7, 30, 365, 3653),
          archiveDays: fc.integer({ min: 30, max: 3650 }),
          archiveClass: fc.constantFrom('STANDARD', 'STANDARD_IA', 'GLACIER_IR', 'DEEP_ARCHIVE'),
          archiveLockDays: fc.integer({ min: 1, max: 30 }),
          forwardTo: fc.constant({
            name: 'datadog',
            url: 'https://aws-kinesis-http-intake.logs.datadoghq.eu/v1/input',
          }),
        },
        { requiredKeys: [] },
      ),
      alerts: fc.record(
        {
          emails: fc.uniqueArray(fc.constantFrom('a@acme.example', 'b@acme.example')),
          pagerDuty: fc.boolean(),
          monthlyBudgetUsd: fc.integer({ min: 1, max: 1_000_000 }),
        },
        { requiredKeys: [] },
      ),
      entrance: fc.record(
        {
          allowedCidrs: fc.uniqueArray(fc.constantFrom('0.0.0.0/0', '203.0.113.0/24'), { minLength: 1 }),
          requestsPerFiveMinutes: fc.integer({ min: 100, max: 2_000_000 }),
        },
        { requiredKeys: [] },
      ),
    },
    {
      requiredKeys: [
        'account',
        'owner',
        'network',
        'cluster',
        'databases',
        'caches',
        'buckets',
        'queues',
        'groups',
        'services',
      ],
    },
  );

const roleArn = fc
  .stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,30}$/)
  .map((name) => `arn:aws:iam::111111111111:role/${name}`);

const CLASSES = {
  postgres: { version: ['16.14', '17.10', '18.4'], instanceClass: ['db.t4g.small', 'db.m7g.large'] },
  mysql: { version: ['8.4.10'], instanceClass: ['db.t4g.medium', 'db.r7g.2xlarge'] },
} as const;

const database = ({ engine }: DatabaseDeclaration) =>
  fc
    .record(
      {
        version: fc.constantFrom<string>(...CLASSES[engine].version),
        instanceClass: fc.constantFrom<string>(...CLASSES[engine].instanceClass),
        storageGiB: fc.integer({ min: 20, max: 16384 }),
        multiAz: fc.boolean(),
        backupRetentionDays: fc.integer({ min: 1, max: 35 }),
      },
      { requiredKeys: ['version', 'instanceClass', 'storageGiB'] },
    )
    .map((parameters) => ({ ...parameters, maxStorageGiB: Math.ceil((parameters.storageGiB! * 11) / 10) }));

const CACHE_VERSIONS = {
  redis: ['7.1'],
  valkey: ['7.2', '8.0', '8.2', '9.1'],
  memcached: ['1.6.22'],
} as const;

const cache = ({ engine }: CacheDeclaration) =>
  fc.record(
    {
      version: fc.constantFrom<string>(...CACHE_VERSIONS[engine]),
      nodeType: fc.constantFrom('cache.t4g.micro', 'cache.r7g.large'),
      nodes: fc.integer({ min: 1, max: engine === 'memcached' ? 20 : 6 }),
      ...(engine !== 'memcached' && { snapshotRetentionDays: fc.integer({ min: 0, max: 35 }) }),
    },
    { requiredKeys: ['version', 'nodeType'] },
  );

const bucket = fc.record({ noncurrentDays: fc.integer({ min: 1, max: 3650 }) }, { requiredKeys: [] });

const queue = fc.record(
  {
    retentionDays: fc.integer({ min: 1, max: 14 }),
    alarmAgeMinutes: fc.integer({ min: 1, max: 720 }),
    alarmMessages: fc.integer({ min: 1, max: 10_000_000 }),
  },
  { requiredKeys: [] },
);
