import fc from 'fast-check';

/** A parameter file as somebody may write it: every optional key is there or not. */
export const parameterFile = (account = '111111111111', cidr = '10.10.0.0/16') =>
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
          admins: fc.uniqueArray(roleArn, { maxLength: 3 }),
          viewers: fc.uniqueArray(roleArn, { maxLength: 3 }),
        },
        { requiredKeys: ['version'] },
      ),
      databases: fc.record({
        orders: database(
          fc.constantFrom('16.14', '17.10', '18.4'),
          fc.constantFrom('db.t4g.small', 'db.m7g.large'),
        ),
        products: database(fc.constant('8.4.10'), fc.constantFrom('db.t4g.medium', 'db.r7g.2xlarge')),
      }),
      caches: fc.record({
        sessions: fc.record(
          {
            version: fc.constant('7.1'),
            nodeType: fc.constantFrom('cache.t4g.micro', 'cache.r7g.large'),
            nodes: fc.integer({ min: 1, max: 6 }),
            snapshotRetentionDays: fc.integer({ min: 0, max: 35 }),
          },
          { requiredKeys: ['version', 'nodeType'] },
        ),
        pages: fc.record(
          {
            version: fc.constantFrom('1.6.22', '1.6.31'),
            nodeType: fc.constantFrom('cache.t4g.micro', 'cache.r7g.large'),
            nodes: fc.integer({ min: 1, max: 20 }),
          },
          { requiredKeys: ['version', 'nodeType'] },
        ),
      }),
      buckets: fc.record({
        assets: fc.record({ noncurrentDays: fc.integer({ min: 1, max: 3650 }) }, { requiredKeys: [] }),
      }),
      logs: fc.record(
        {
          retentionDays: fc.constantFrom(1, 7, 30, 365, 3653),
          archiveDays: fc.integer({ min: 30, max: 3650 }),
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
    { requiredKeys: ['account', 'owner', 'network', 'cluster', 'databases', 'caches', 'buckets'] },
  );

const roleArn = fc
  .stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,30}$/)
  .map((name) => `arn:aws:iam::111111111111:role/${name}`);

const database = (version: fc.Arbitrary<string>, instanceClass: fc.Arbitrary<string>) =>
  fc
    .record(
      {
        version,
        instanceClass,
        storageGiB: fc.integer({ min: 20, max: 16384 }),
        multiAz: fc.boolean(),
        backupRetentionDays: fc.integer({ min: 1, max: 35 }),
      },
      { requiredKeys: ['version', 'instanceClass', 'storageGiB'] },
    )
    .map((parameters) => ({ ...parameters, maxStorageGiB: Math.ceil((parameters.storageGiB! * 11) / 10) }));
