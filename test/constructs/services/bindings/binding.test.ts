import * as fc from 'fast-check';
import type { Egress } from '../../../../constructs/services/pods/grant';
import { all, naming, only, type Synthesized } from '../../../helpers';
import { type Binds, bound, guest, jobStatements, one, read, toData, values } from '../../bound';

describe('a database', () => {
  test.each([
    [
      'orders',
      'postgresql://shop_a:$(DATABASE_PASSWORD)@<databases.orders.host>:<databases.orders.port>/<databases.orders.database>?sslmode=verify-full&sslrootcert=/etc/platform/authorities/bundle.pem',
    ],
    [
      'products',
      'mysql://shop_a:$(DATABASE_PASSWORD)@<databases.products.host>:<databases.products.port>/<databases.products.database>?ssl_ca=/etc/platform/authorities/bundle.pem',
    ],
  ])('%s is found by its URL, whose password Kubernetes fills in', (name, url) => {
    const { grant } = one([name]);
    // Kubernetes fills in what stands before.
    expect(grant.variables[0]).toEqual({
      name: 'DATABASE_PASSWORD',
      secret: `shop-${name}-1`,
      key: 'password',
    });
    expect(read(values(grant.variables).DATABASE_URL as string)).toBe(url);
  });

  test.each(['orders', 'products'])('%s is found by its parts as well', (name) => {
    const { DATABASE_PASSWORD: _, DATABASE_URL: __, ...parts } = values(one([name]).grant.variables);
    expect(
      Object.fromEntries(Object.entries(parts).map(([part, value]) => [part, read(value as string)])),
    ).toEqual({
      DATABASE_HOST: `<databases.${name}.host>`,
      DATABASE_PORT: `<databases.${name}.port>`,
      DATABASE_USER: 'shop_a',
      DATABASE_NAME: `<databases.${name}.database>`,
    });
  });

  test('can be reached at its own port in the data subnets alone, from services that bind it', () => {
    const { synthesized, grant } = one(['orders']);
    expect(grant.egress).toEqual([toData('databases.orders.port')]);
    expect(only(synthesized, 'aws_vpc_security_group_ingress_rule')).toMatchObject({
      security_group_id: '${local.contract_content.databases.orders.securityGroupId}',
      referenced_security_group_id: '${local.contract_content.cluster.securityGroupId}',
      from_port: '${local.contract_content.databases.orders.port}',
      to_port: '${local.contract_content.databases.orders.port}',
      ip_protocol: 'tcp',
    });
  });

  test('is opened to the cluster once, however many services bind it', () => {
    const { synthesized } = bound({ shop: { bind: ['orders'] }, report: { bind: ['orders'] } });
    expect(all(synthesized, 'aws_vpc_security_group_ingress_rule')).toHaveLength(1);
  });

  test('gives each service that binds it a user and a secret of its own', () => {
    const { synthesized, grants } = bound({ shop: { bind: ['orders'] }, report: { bind: ['orders'] } });
    expect(values(grants.report!.variables).DATABASE_URL).toMatch(/^postgresql:\/\/report_a:/);
    expect(all(synthesized, 'aws_secretsmanager_secret').map(({ name }) => name)).toEqual([
      '/acme/test/report/orders/user',
      '/acme/test/shop/orders/user',
    ]);
  });
});

describe('Redis', () => {
  const { synthesized, grant } = one(['sessions']);

  test('is found by its URL, and spoken to by TLS', () => {
    const { REDIS_PASSWORD, REDIS_URL } = values(grant.variables);
    expect(REDIS_PASSWORD).toMatchObject({ secret: 'shop-sessions-1', key: 'password' });
    expect(read(REDIS_URL as string)).toBe(
      'rediss://${aws_elasticache_user.shop_bind-sessions_user-a.user_name}:$(REDIS_PASSWORD)@<caches.sessions.host>:<caches.sessions.port>',
    );
    expect(grant.egress).toEqual([toData('caches.sessions.port')]);
  });

  test('is found by its parts as well', () => {
    const { REDIS_HOST, REDIS_PORT, REDIS_USER } = values(grant.variables) as Record<string, string>;
    expect([REDIS_HOST, REDIS_PORT, REDIS_USER].map((part) => read(part!))).toEqual([
      '<caches.sessions.host>',
      '<caches.sessions.port>',
      '${aws_elasticache_user.shop_bind-sessions_user-a.user_name}',
    ]);
  });

  test('has two users of the service in its group, with no password in state and no right to run the server', () => {
    const users = all(synthesized, 'aws_elasticache_user');
    expect(users.map(({ user_id }) => user_id)).toEqual(['test-shop-sessions-a', 'test-shop-sessions-b']);
    for (const user of users) {
      // AWS takes no other name for a user that signs in by IAM.
      expect(user.user_name).toBe(user.user_id);
      expect(user.passwords).toBeUndefined();
      expect(user.authentication_mode).toEqual({ type: 'iam' });
      // Or the next deploy would take the password away again.
      expect(user.lifecycle.ignore_changes).toEqual(['authentication_mode']);
      expect(user.access_string).toBe('on ~* +@all -@admin -@dangerous +info');
    }
    expect(all(synthesized, 'aws_elasticache_user_group_association')).toHaveLength(2);
  });

  test('its job may set the password of the one user whose turn it is', () => {
    const setPassword = (rotation: number) =>
      jobStatements(one(['sessions'], { sessions: rotation }).synthesized, 'sessions').find(
        ({ Sid }) => Sid === 'SetPassword',
      );
    expect(setPassword(1)).toEqual({
      Effect: 'Allow',
      Sid: 'SetPassword',
      Action: ['elasticache:DescribeUsers', 'elasticache:ModifyUser'],
      Resource: '${aws_elasticache_user.shop_bind-sessions_user-a.arn}',
    });
    expect(setPassword(2)!.Resource).toBe('${aws_elasticache_user.shop_bind-sessions_user-b.arn}');
  });
});

test('Memcached is every node of it, by TLS, without a user', () => {
  const { synthesized, grant } = one(['pages']);
  expect(values(grant.variables)).toEqual({
    MEMCACHED_SERVERS: '${join(",", local.contract_content.caches.pages.servers)}',
    MEMCACHED_TLS: 'true',
    MEMCACHED_PREFIX: '',
  });
  expect(grant.egress).toEqual([toData('caches.pages.port')]);
  expect(grant.statements).toEqual([]);
  expect(only(synthesized, 'aws_vpc_security_group_ingress_rule').security_group_id).toBe(
    '${local.contract_content.caches.pages.securityGroupId}',
  );
  expect(all(synthesized, 'aws_secretsmanager_secret')).toEqual([]);
});

const OUTSIDE: Egress = {
  cidrs: ['0.0.0.0/0'],
  except: ['${local.contract_content.network.cidr}'],
  port: 443,
};

test('a bucket is used with exactly these rights, and only through S3 with its key', () => {
  const { grant } = one(['assets']);
  const bucket = '${local.contract_content.buckets.assets.arn}';
  expect(values(grant.variables)).toEqual({ ASSETS_BUCKET: '${local.contract_content.buckets.assets.name}' });
  expect(grant.statements).toEqual([
    { Sid: 'ListAssets', Action: 's3:ListBucket', Resource: bucket },
    {
      Sid: 'UseAssets',
      Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
      Resource: `${bucket}/*`,
    },
    {
      Sid: 'EncryptAssets',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: '${local.contract_content.keys.data}',
      Condition: {
        StringEquals: {
          'kms:ViaService': 's3.eu-central-1.amazonaws.com',
          'kms:EncryptionContext:aws:s3:arn': bucket,
        },
      },
    },
  ]);
  expect(grant.egress).toEqual([OUTSIDE, { cidrs: ['169.254.170.23/32'], port: 80 }]);
});

describe('a queue', () => {
  const queue = '${local.contract_content.queues.jobs.arn}';
  const LOOK = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl'];
  const RECEIVE = ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage'];
  const granted = (bind: readonly string[], consumes?: string) =>
    bound({ shop: { bind, consumes } }).grants.shop!;

  test.each([
    ['who binds it sends', ['jobs'], undefined, ['sqs:SendMessage'], ['kms:GenerateDataKey']],
    ['who consumes it receives, and does not send', [], 'jobs', RECEIVE, []],
    ['who does both may both', ['jobs'], 'jobs', ['sqs:SendMessage', ...RECEIVE], ['kms:GenerateDataKey']],
  ])('%s, by exactly these rights, and only through SQS with its key', (_, bind, consumes, use, encrypt) => {
    expect(granted(bind, consumes).statements).toEqual([
      { Sid: 'UseJobs', Action: [...LOOK, ...use], Resource: queue },
      {
        Sid: 'EncryptJobs',
        Action: ['kms:Decrypt', ...encrypt],
        Resource: '${local.contract_content.keys.data}',
        Condition: {
          StringEquals: {
            'kms:ViaService': 'sqs.eu-central-1.amazonaws.com',
            'kms:EncryptionContext:aws:sqs:arn': queue,
          },
        },
      },
    ]);
  });

  test('gives its URL and the way there to both', () => {
    for (const { variables, egress } of [granted(['jobs']), granted([], 'jobs')]) {
      expect(values(variables)).toEqual({ JOBS_QUEUE_URL: '${local.contract_content.queues.jobs.url}' });
      expect(egress).toEqual([OUTSIDE, { cidrs: ['169.254.170.23/32'], port: 80 }]);
    }
  });
});

test('another service is found by name, and reached at the process that answers', () => {
  const { grant } = one(['catalog']);
  expect(values(grant.variables)).toEqual({ CATALOG_URL: 'http://catalog-api.goods.svc.cluster.local' });
  expect(grant.egress).toEqual([{ namespace: 'goods', service: 'catalog', process: 'api' }]);
  expect(grant.statements).toEqual([]);
});

test('the internet is HTTPS to what is outside of the VPC, and no variable', () => {
  const { grant } = one(['internet']);
  expect(grant).toEqual({ variables: [], mounts: [], statements: [], egress: [OUTSIDE] });
});

test('a service that binds nothing gets nothing', () => {
  const { synthesized, grant } = one([]);
  expect(grant).toEqual({ variables: [], mounts: [], statements: [], egress: [] });
  for (const type of [
    'aws_iam_role',
    'aws_secretsmanager_secret',
    'kubernetes_job_v1',
    'kubernetes_manifest',
  ]) {
    expect(all(synthesized, type)).toEqual([]);
  }
});

test('what is no longer bound is gone: variable, mount, permission, network path, user and secret', () => {
  const { synthesized, grant } = one(['orders', 'sessions', 'assets']);
  const without = one(['sessions', 'assets']);
  const gone = <T>(before: readonly T[], after: readonly T[]) => {
    const left = new Set(after.map((item) => JSON.stringify(item)));
    return before.filter((item) => !left.has(JSON.stringify(item)));
  };
  expect(gone(grant.variables, without.grant.variables).map(({ name }) => name)).toEqual([
    'DATABASE_PASSWORD',
    'DATABASE_HOST',
    'DATABASE_PORT',
    'DATABASE_USER',
    'DATABASE_NAME',
    'DATABASE_URL',
  ]);
  expect(gone(grant.mounts, without.grant.mounts).map(({ name }) => name)).toEqual(['orders']);
  expect(gone(grant.statements, without.grant.statements).map(({ Sid }) => Sid)).toEqual([
    'ReadSecretOfOrders',
    'DecryptSecretOfOrders',
  ]);
  expect(gone(grant.egress, without.grant.egress)).toEqual([toData('databases.orders.port')]);
  const addresses = ({ resource }: Synthesized) =>
    Object.entries(resource).flatMap(([type, byId]) => Object.keys(byId).map((id) => `${type}.${id}`));
  const left = addresses(without.synthesized);
  expect(left.filter((address) => address.includes('orders'))).toEqual([]);
  expect(addresses(synthesized).filter((address) => !address.includes('orders'))).toEqual(left);
});

describe('what a preview binds on the servers of its host', () => {
  const where = { guest: guest('pr-42') };

  test.each(['orders', 'products'])('%s: a user that no other preview has, nor the host', (name) => {
    const { synthesized, grant } = one([name], {}, where);
    expect(values(grant.variables).DATABASE_URL).toMatch(/^\w+:\/\/shop_pr_42_a:\$\(DATABASE_PASSWORD\)@/);
    expect(only(synthesized, 'aws_secretsmanager_secret')).toMatchObject({
      name: `/acme/preview-pr-42/shop/${name}/user`,
      kms_key_id: '${local.contract_content.keys.secrets}',
    });
    expect(grant.egress).toEqual([toData(`databases.${name}.port`)]);
  });

  test.each(['orders', 'products'])('%s: no role of its own reads the password of the master', (name) => {
    const { synthesized, grant } = one([name], {}, where);
    expect(all(synthesized, 'aws_iam_role')).toEqual([]);
    expect(all(synthesized, 'kubernetes_service_account_v1')).toEqual([]);
    expect(JSON.stringify(grant.statements)).not.toMatch(/master/i);
    expect(JSON.stringify(synthesized)).not.toContain('masterSecretArn');
  });

  test('jobs, roles and names in the cluster are its own, within the cluster of the host', () => {
    const own = { guest: guest('pr-42', 'orders', 'sessions') };
    const { synthesized } = one(['orders', 'sessions'], {}, own);
    expect(only(synthesized, 'kubernetes_namespace_v1').metadata.name).toBe('setup-pr-42');
    expect(all(synthesized, 'aws_iam_role')).toHaveLength(2);
    for (const { name, assume_role_policy } of all(synthesized, 'aws_iam_role')) {
      expect(name).toMatch(/^preview-pr-42-/);
      expect(JSON.parse(assume_role_policy).Statement[0].Condition.StringEquals).toMatchObject({
        'aws:RequestTag/eks-cluster-arn': expect.stringMatching(/cluster\/test$/),
        'aws:RequestTag/kubernetes-namespace': 'setup-pr-42',
      });
    }
    for (const { cluster_name } of all(synthesized, 'aws_eks_pod_identity_association'))
      expect(cluster_name).toBe('test');
  });

  test('Redis: a user that the host makes, and a prefix which its services are told', () => {
    const { synthesized, grant } = one(['sessions'], {}, where);
    expect(values(grant.variables)).toMatchObject({
      REDIS_PREFIX: 'pr-42:',
      REDIS_URL: expect.stringMatching(/^rediss:\/\/guest-pr-42-[0-9a-f]{8}-a:/),
    });
    // With one of its own, a branch would say what it may read.
    expect(all(synthesized, 'aws_elasticache_user')).toEqual([]);
    expect(all(synthesized, 'aws_elasticache_user_group_association')).toEqual([]);
    expect(all(synthesized, 'aws_iam_role')).toEqual([]);
  });

  test('Redis: a preview whose id begins like another sees nothing of it', () => {
    const [short, long] = ['pr-4', 'pr-42'].map((id) => {
      const { grant } = one(['sessions'], {}, { guest: guest(id) });
      return values(grant.variables).REDIS_PREFIX as string;
    });
    expect(long!.startsWith(short!)).toBe(false);
  });

  test('Memcached: a prefix, as it knows no users', () => {
    expect(values(one(['pages'], {}, where).grant.variables).MEMCACHED_PREFIX).toBe('pr-42:');
  });

  test('the way is the one that the host has opened: another rule would be refused as a duplicate', () => {
    const { synthesized, grant } = one(['orders', 'products', 'sessions', 'pages'], {}, where);
    expect(all(synthesized, 'aws_vpc_security_group_ingress_rule')).toEqual([]);
    expect(grant.egress).toHaveLength(4);
  });

  test('on servers of its own everything is as in an environment', () => {
    const { synthesized, grant } = one(
      ['orders', 'sessions', 'pages'],
      {},
      { guest: guest('pr-42', 'orders', 'sessions', 'pages') },
    );
    expect(values(grant.variables)).toMatchObject({
      DATABASE_URL: expect.stringMatching(/^postgresql:\/\/shop_a:/),
      REDIS_PREFIX: '',
      MEMCACHED_PREFIX: '',
    });
    for (const { access_string } of all(synthesized, 'aws_elasticache_user'))
      expect(access_string).toMatch(/^on ~\* /);
    expect(all(synthesized, 'aws_vpc_security_group_ingress_rule')).toHaveLength(3);
    expect(jobStatements(synthesized, 'orders').map(({ Sid }) => Sid)).toContain('ReadMasterSecret');
  });
});

const word = fc.stringMatching(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/).filter(({ length }) => length <= 20);

test('any name of a service in any environment gives names that AWS, Kubernetes and the engines take', () => {
  fc.assert(
    fc.property(word, word, fc.integer({ min: 1, max: 1_000_000 }), (environment, service, rotation) => {
      const binds: Binds = {
        bind: ['orders', 'sessions'],
        rotations: { orders: rotation, sessions: rotation },
      };
      const { synthesized, grants } = bound({ [service]: binds }, { naming: { ...naming, environment } });
      for (const { user_id } of all(synthesized, 'aws_elasticache_user')) {
        expect(user_id).toMatch(/^[a-z](?!.*--)[a-z0-9-]{0,38}[a-z0-9]$/);
      }
      for (const { name } of all(synthesized, 'aws_iam_role')) expect(name).toMatch(/^[\w-]{1,64}$/);
      for (const { name } of all(synthesized, 'aws_secretsmanager_secret')) {
        expect(name).toMatch(/^[\w/-]{1,512}$/);
        expect(name).not.toMatch(/-.{6}$/);
      }
      for (const { metadata } of all(synthesized, 'kubernetes_job_v1')) {
        expect(metadata.name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
      }
      // 32 characters in MySQL, 63 in PostgreSQL.
      expect(
        /\/\/([\w-]{1,32}):/.exec(values(grants[service]!.variables).DATABASE_URL as string)![1],
      ).toMatch(/_[ab]$/);
      const sids = grants[service]!.statements.map(({ Sid }) => Sid);
      for (const id of sids) expect(id).toMatch(/^[A-Za-z0-9]+$/);
      expect(new Set(sids).size).toBe(sids.length);
    }),
    { numRuns: 15 },
  );
});
