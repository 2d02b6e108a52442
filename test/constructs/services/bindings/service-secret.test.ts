import { all, only } from '../../../helpers';
import { objects, one, providerClass, values } from '../../bound';

describe('secrets', () => {
  test('a service may read its own secrets and no other, with the key through Secrets Manager alone', () => {
    const arn = '${aws_secretsmanager_secret.shop_bind-orders_secret.arn}';
    expect(one(['orders']).grant.statements).toEqual([
      {
        Sid: 'ReadSecretOfOrders',
        Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
        Resource: arn,
      },
      {
        Sid: 'DecryptSecretOfOrders',
        Action: 'kms:Decrypt',
        Resource: '${local.contract_content.keys.secrets}',
        Condition: {
          StringEquals: {
            'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com',
            'kms:EncryptionContext:SecretARN': arn,
          },
        },
      },
    ]);
  });

  test('no password is in the stack: each is made up by Secrets Manager and only ever written', () => {
    const { synthesized } = one(['orders', 'products', 'sessions']);
    const ephemeral = Object.keys(synthesized.ephemeral!.aws_secretsmanager_random_password!);
    const versions = all(synthesized, 'aws_secretsmanager_secret_version');
    expect(versions).toHaveLength(3);
    for (const [index, version] of versions.entries()) {
      expect(version.secret_string).toBeUndefined();
      expect(version.secret_string_wo).toMatch(
        new RegExp(
          `^\\$\\{jsonencode\\(\\{"username" = .+, "password" = ephemeral\\.aws_secretsmanager_random_password\\.${ephemeral[index]}\\.random_password\\}\\)\\}$`,
        ),
      );
    }
    // Nowhere else, or it would be in state.
    const rest = JSON.stringify({
      ...synthesized,
      ephemeral: {},
      resource: { ...synthesized.resource, aws_secretsmanager_secret_version: {} },
    });
    expect(rest).not.toContain('ephemeral.');
  });

  test('passwords are letters and digits, as they stand in URLs, SQL and shells without quotes', () => {
    const { synthesized } = one(['orders']);
    const [password] = Object.values(synthesized.ephemeral!.aws_secretsmanager_random_password!);
    expect(password).toEqual({ password_length: 32, exclude_punctuation: true });
  });

  test('they are under the key for secrets, and free their name at once when they go', () => {
    expect(only(one(['orders']).synthesized, 'aws_secretsmanager_secret')).toMatchObject({
      kms_key_id: '${local.contract_content.keys.secrets}',
      recovery_window_in_days: 0,
    });
  });

  test('a pod mounts the version of its rotation, and a variable is taken from what is synced of it', () => {
    const manifest = providerClass(
      one(['orders'], { orders: 3 }).synthesized,
      'shop_bind-orders_secret_mount-3',
    );
    expect(manifest.metadata).toEqual({ name: 'shop-orders-3', namespace: 'shop' });
    expect(manifest.spec).toEqual({
      provider: 'aws',
      parameters: {
        region: 'eu-central-1',
        usePodIdentity: 'true',
        objects: objects({
          name: '"/acme/test/shop/orders/user"',
          file: 'user',
          label: 'rotation-3',
          fields: ['password'],
        }),
      },
      secretObjects: [
        { secretName: 'shop-orders-3', type: 'Opaque', data: [{ objectName: 'password', key: 'password' }] },
      ],
    });
  });
});

describe('a rotation', () => {
  const before = one(['orders', 'sessions']);
  const after = one(['orders', 'sessions'], { orders: 2 });

  test('changes the user, the secret that is mounted and the job, of this binding alone', () => {
    expect(values(before.grant.variables).DATABASE_URL).toContain('://shop_a:');
    expect(values(after.grant.variables).DATABASE_URL).toContain('://shop_b:');
    expect(after.grant.mounts).toEqual([
      { name: 'orders', secretProviderClass: 'shop-orders-2' },
      { name: 'sessions', secretProviderClass: 'shop-sessions-1' },
    ]);
    const changed = Object.entries(after.synthesized.resource).flatMap(([type, byId]) =>
      Object.entries(byId)
        .filter(
          ([id, resource]) =>
            JSON.stringify(before.synthesized.resource[type]?.[id]) !== JSON.stringify(resource),
        )
        .map(([id]) => `${type}.${id}`),
    );
    expect(changed).toEqual([
      'aws_secretsmanager_secret_version.shop_bind-orders_secret_version-2',
      'kubernetes_job_v1.shop_bind-orders_setup',
      'kubernetes_manifest.shop_bind-orders_secret_mount-2',
      'kubernetes_manifest.shop_bind-orders_setup_files',
    ]);
  });

  test('leaves what pods of the old one mount until the last of them is gone', () => {
    // An address of its own, and what depends on it first: tried with Terraform, this is the order.
    for (const [type, id] of [
      ['aws_secretsmanager_secret_version', 'shop_bind-orders_secret_version-2'],
      ['kubernetes_manifest', 'shop_bind-orders_secret_mount-2'],
    ] as const) {
      expect(after.synthesized.resource[type]![id].lifecycle.create_before_destroy).toBe(true);
    }
    expect(
      after.synthesized.resource.kubernetes_manifest!['shop_bind-orders_secret_mount-2'].depends_on,
    ).toEqual(['aws_secretsmanager_secret_version.shop_bind-orders_secret_version-2']);
  });

  test('writes another password under a label of its own', () => {
    expect(
      after.synthesized.resource.aws_secretsmanager_secret_version!['shop_bind-orders_secret_version-2'],
    ).toMatchObject({ secret_string_wo_version: 2, version_stages: ['AWSCURRENT', 'rotation-2'] });
  });
});
