import { TerraformOutput, Token } from 'cdktf';
import fc from 'fast-check';
import {
  type BackingContract,
  Contract,
  type ContractFields,
  type ThingFields,
} from '../../../constructs/contract/contract';
import { ContractReader } from '../../../constructs/contract/contract-reader';
import { all, type Json, naming, type Synthesized, synth } from '../../helpers';

const database: ThingFields<'databases'> = {
  engine: 'postgres',
  host: 'orders.rds',
  port: 5432,
  database: 'orders',
  masterSecretArn: 'arn:secret',
  securityGroupId: 'sg-orders',
  resourceId: 'db-1',
};

const cache: ThingFields<'caches'> = {
  engine: 'redis',
  host: 'sessions.cache',
  port: 6379,
  securityGroupId: 'sg-sessions',
  userGroupId: 'sessions',
};

const fields = (change: Partial<ContractFields> = {}): ContractFields => ({
  region: 'eu-central-1',
  account: '123456789012',
  network: {
    vpcId: 'vpc-1',
    cidr: '10.10.0.0/16',
    publicCidrs: ['10.10.0.0/24'],
    dataCidrs: ['10.10.3.0/24'],
    privateSubnetIds: ['subnet-a', 'subnet-b'],
    dataSubnetIds: ['subnet-c'],
  },
  cluster: { name: 'test', securityGroupId: 'sg-cluster' },
  keys: { data: 'arn:data', logs: 'arn:logs', secrets: 'arn:secrets' },
  entrance: {
    loadBalancerArn: 'arn:alb',
    loadBalancerSuffix: 'app/alb/1',
    listenerArn: 'arn:listener',
    securityGroupId: 'sg-entrance',
    domain: 'test.acme.example',
    zoneId: 'Z1',
    dnsName: 'alb.amazonaws.com',
    dnsZoneId: 'Z2',
  },
  logs: { applicationGroup: '/aws/containerinsights/test/application', accessBucket: 'acme-access-logs' },
  alerts: { topicArn: 'arn:topic' },
  ...change,
});

const BACKING: BackingContract = {
  databases: { orders: database },
  caches: { sessions: cache },
  buckets: { assets: { name: 'acme-assets', arn: 'arn:aws:s3:::acme-assets' } },
};

const publish = (backing: BackingContract = BACKING): Synthesized =>
  synth((stack) => {
    new Contract(stack, 'contract', { naming, fields: fields(), backing });
  });

/** What Terraform makes of the expressions, where all values are known, by the names of the parameters. */
const content = (synthesized: Synthesized): Json =>
  Object.fromEntries(
    all(synthesized, 'aws_ssm_parameter').map(({ name, insecure_value }) => {
      const [, argument] = /^\$\{jsonencode\((.*)\)\}$/.exec(insecure_value)!;
      return [name, JSON.parse(argument!.replaceAll('" = ', '": '))];
    }),
  );

/** Something that Terraform alone will know, such as an ARN. */
const token = (name: string) =>
  Token.asString({ resolve: () => `\${test_thing.${name}}`, creationStack: [] });

describe('a published contract', () => {
  test('is JSON under the names that readers know: one of the environment, with its version, and one of each thing', () => {
    expect(content(publish())).toEqual({
      '/acme/test/contract': { version: 2, ...fields() },
      '/acme/test/contract/databases/orders': database,
      '/acme/test/contract/caches/sessions': cache,
      '/acme/test/contract/buckets/assets': BACKING.buckets!.assets,
    });
  });

  test('shows in a plan what changes, as it holds no secret', () => {
    for (const { type, value } of all(publish(), 'aws_ssm_parameter'))
      expect([type, value]).toEqual(['String', undefined]);
  });

  test('leaves out what a thing does not have', () => {
    const pages = { ...cache, engine: 'memcached', userGroupId: undefined };
    expect(Object.keys(content(publish({ caches: { pages } }))['/acme/test/contract/caches/pages'])).toEqual([
      'engine',
      'host',
      'port',
      'securityGroupId',
    ]);
  });

  test('has room for as many things as a team declares, and for a cache of forty nodes', () => {
    const hosts = Array.from({ length: 40 }, (_, node) => `${token(`node-${node}`)}:11211`);
    const fifty = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`orders-${index}`, database] as const),
    );
    const backing = { databases: fifty, caches: { pages: { ...cache, servers: hosts } } };
    expect(Object.keys(content(publish(backing)))).toHaveLength(1 + 50 + 1);
  });

  test('fails before the deploy, not at its end, when a part could get too long for Parameter Store', () => {
    const servers = Array.from({ length: 60 }, (_, node) => token(`node-${node}`));
    expect(() => publish({ caches: { pages: { ...cache, servers } } })).toThrow(
      '/acme/test/contract/caches/pages: got up to 8',
    );
  });

  test('is never longer than what was checked, nor refused when it fits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 60 }), (count, length) => {
        const pages = { ...cache, servers: Array.from({ length: count }, () => 'n'.repeat(length)) };
        const size = JSON.stringify(pages).length;
        const refused = () => publish({ caches: { pages } });
        // The check counts a comma for every field, and a port as five digits.
        if (size > 8192) expect(refused).toThrow('allowed 8192');
        if (size < 8192 - 50) expect(refused).not.toThrow();
      }),
      { numRuns: 30 },
    );
  });
});

describe('a reader', () => {
  const read = (use: (reader: ContractReader) => unknown): Synthesized =>
    synth((stack) => {
      const reader = new ContractReader(stack, 'platform', { naming, zones: 3 });
      new TerraformOutput(stack, 'read', { value: use(reader) });
    });

  test('asks once for the environment and for each thing that it is asked for, by the names that they have', () => {
    const { data } = read(({ cluster }) => cluster.name);
    expect(Object.keys(data.aws_ssm_parameter)).toEqual(['platform']);
    const { data: more } = read((reader) => [
      reader.thing('databases', 'orders').host,
      reader.thing('databases', 'orders').port,
      reader.thing('buckets', 'assets').arn,
    ]);
    const asked = Object.values<Json>(more.aws_ssm_parameter).map(({ name }) => name);
    expect(asked.sort()).toEqual([
      '/acme/test/contract',
      '/acme/test/contract/buckets/assets',
      '/acme/test/contract/databases/orders',
    ]);
    expect(Object.keys(content(publish()))).toEqual(expect.arrayContaining(asked));
  });

  test('refuses a version that it does not know, and says which and what to do', () => {
    const { data } = read((reader) => reader.cluster.name);
    expect(data.aws_ssm_parameter.platform.lifecycle.postcondition).toEqual([
      {
        condition: '${jsondecode(self.insecure_value).version == 2}',
        error_message:
          '/acme/test/contract: got version ${jsondecode(self.insecure_value).version}, allowed 2. Deploy test and what builds on it from the same commit.',
      },
    ]);
  });

  test.each<[string, (reader: ContractReader) => unknown, string]>([
    ['a field', (reader) => reader.cluster.securityGroupId, 'cluster.securityGroupId'],
    ['a list', (reader) => reader.network.privateSubnetIds, 'network.privateSubnetIds'],
    ['a number', (reader) => reader.thing('databases', 'orders').port, 'databases.orders.port'],
    [
      'a name with a dash',
      (reader) => reader.thing('databases', 'big-orders').host,
      'databases.big-orders.host',
    ],
    [
      'an optional field',
      (reader) => reader.thing('caches', 'sessions').userGroupId,
      'caches.sessions.userGroupId',
    ],
    ['a bucket', (reader) => reader.thing('buckets', 'assets').arn, 'buckets.assets.arn'],
    ['keys', (reader) => reader.keys.secrets, 'keys.secrets'],
    ['the entrance', (reader) => reader.entrance.listenerArn, 'entrance.listenerArn'],
    ['logs', (reader) => reader.logs.applicationGroup, 'logs.applicationGroup'],
    ['alerts', (reader) => reader.alerts.topicArn, 'alerts.topicArn'],
  ])('gives %s as a reference into what was published', (_, use, path) => {
    const { output, locals } = read(use);
    expect(output.read.value).toBe(`\${local.platform_content.${path}}`);
    const parts = path.split('.');
    const environment = 'jsondecode(data.aws_ssm_parameter.platform.insecure_value)';
    const thing = `jsondecode(data.aws_ssm_parameter.platform_${parts[0]}-${parts[1]}.insecure_value)`;
    expect(locals.platform_content).toBe(
      parts.length === 2
        ? `\${${environment}}`
        : `\${merge(${environment}, {"${parts[0]}" = {"${parts[1]}" = ${thing}}})}`,
    );
  });

  test('joins references into text, such as the address of a database', () => {
    const { output } = read(
      (reader) => `${reader.thing('databases', 'orders').host}:${reader.thing('databases', 'orders').port}`,
    );
    expect(output.read.value).toBe(
      '${local.platform_content.databases.orders.host}:${local.platform_content.databases.orders.port}',
    );
  });
});
