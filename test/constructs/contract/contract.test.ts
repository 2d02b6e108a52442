import { TerraformOutput, Token } from 'cdktf';
import fc from 'fast-check';
import { Contract, type ContractFields, type ThingFields } from '../../../constructs/contract/contract';
import { ContractReader } from '../../../constructs/contract/contract-reader';
import { type Json, naming, only, type Synthesized, synth } from '../../helpers';

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
  databases: { orders: database },
  caches: { sessions: cache },
  buckets: { assets: { name: 'acme-assets', arn: 'arn:aws:s3:::acme-assets' } },
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

const publish = (change: Partial<ContractFields> = {}): Synthesized =>
  synth((stack) => {
    new Contract(stack, 'contract', { naming, fields: fields(change) });
  });

/** What Terraform makes of the expression, where all values are known. */
const content = (synthesized: Synthesized): Json => {
  const { insecure_value } = only(synthesized, 'aws_ssm_parameter');
  const [, argument] = /^\$\{jsonencode\((.*)\)\}$/.exec(insecure_value)!;
  return JSON.parse(argument!.replaceAll('" = ', '": '));
};

/** Something that Terraform alone will know, such as an ARN. */
const token = (name: string) =>
  Token.asString({ resolve: () => `\${test_thing.${name}}`, creationStack: [] });

describe('a published contract', () => {
  test('is one JSON document under the name that readers know, with its version', () => {
    const published = publish();
    expect(only(published, 'aws_ssm_parameter')).toMatchObject({
      name: '/acme/test/contract',
      type: 'String',
    });
    expect(content(published)).toEqual({ version: 1, ...fields() });
  });

  test('shows in a plan what changes, as it holds no secret', () => {
    expect(only(publish(), 'aws_ssm_parameter').value).toBeUndefined();
  });

  test('leaves out what a thing does not have', () => {
    const pages = { ...cache, engine: 'memcached', userGroupId: undefined };
    expect(Object.keys(content(publish({ caches: { pages } })).caches.pages)).toEqual([
      'engine',
      'host',
      'port',
      'securityGroupId',
    ]);
  });

  test('holds five databases, five caches and five buckets, however long AWS makes their addresses', () => {
    const five = <T>(make: (name: string) => T) =>
      Object.fromEntries(
        [1, 2, 3, 4, 5].map((number) => [`a-name-of-20-chars-${number}`, make(`t${number}`)]),
      );
    const unknown = <T extends object>(section: T): T =>
      Object.fromEntries(Object.keys(section).map((name) => [name, token(name)])) as T;
    const change = {
      network: {
        ...unknown(fields().network),
        privateSubnetIds: ['a', 'b', 'c'].map(token),
        // By the parameter file, so that their length is known.
        cidr: '10.10.0.0/16',
        publicCidrs: ['10.10.192.0/20', '10.10.208.0/20', '10.10.224.0/20'],
        dataCidrs: ['10.10.240.0/22', '10.10.244.0/22', '10.10.248.0/22'],
      },
      keys: unknown(fields().keys),
      entrance: unknown(fields().entrance),
      alerts: unknown(fields().alerts),
      databases: five(() => ({ ...unknown(database), engine: 'postgres', port: 5432 })),
      caches: five(() => ({ ...unknown(cache), engine: 'redis', port: 6379 })),
      buckets: five((name) => ({ name: `acme-test-${name}-123456789012`, arn: token('arn') })),
    };
    expect(() => publish({ ...change, network: { ...change.network, dataSubnetIds: ['d'] } })).not.toThrow();
  });

  test('fails before the deploy, not at its end, when it could get too long for Parameter Store', () => {
    const buckets = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`bucket-${index}`, { name: token('n'), arn: token('a') }]),
    );
    expect(() => publish({ buckets })).toThrow(
      /^contract: got up to \d+ characters, allowed 8192: declare fewer backing services, or split the contract$/,
    );
  });

  test('is never longer than what was checked, nor refused when it fits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 1, max: 60 }), (count, length) => {
        const buckets = Object.fromEntries(
          Array.from({ length: count }, (_, index) => [`b${index}`, { name: 'n'.repeat(length), arn: 'a' }]),
        );
        const size = JSON.stringify({ version: 1, ...fields({ buckets }) }).length;
        const refused = () => publish({ buckets });
        // The check counts a comma for every field, and a port as five digits.
        if (size > 8192) expect(refused).toThrow('allowed 8192');
        if (size < 8192 - 2 * count - 50) expect(refused).not.toThrow();
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

  test('asks once, by the name that the environment publishes under', () => {
    const { data } = read((reader) => [reader.cluster.name, reader.thing('databases', 'orders').host]);
    expect(data).toEqual({ aws_ssm_parameter: { platform: expect.anything() } });
    expect(data.aws_ssm_parameter.platform.name).toBe(only(publish(), 'aws_ssm_parameter').name);
  });

  test('refuses a version that it does not know, and says which and what to do', () => {
    const { data } = read((reader) => reader.cluster.name);
    expect(data.aws_ssm_parameter.platform.lifecycle.postcondition).toEqual([
      {
        condition: '${jsondecode(self.insecure_value).version == 1}',
        error_message:
          '/acme/test/contract: got version ${jsondecode(self.insecure_value).version}, allowed 1. Deploy test and what builds on it from the same commit.',
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
    expect(locals.platform_content).toBe('${jsondecode(data.aws_ssm_parameter.platform.insecure_value)}');
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
