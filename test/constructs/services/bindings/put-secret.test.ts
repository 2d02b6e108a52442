import { environments, preview, synthesizer } from '../../../fixture/fixture';
import { withSecrets } from '../../../fixture/with-secrets';
import type { Json } from '../../../helpers';

const [environment] = environments as [(typeof environments)[number]];
const stack = withSecrets.services(environment);
const { services: inPreview } = withSecrets.preview(preview('pr-42'));
const arn = (of: Json, secret: string): Json =>
  of.data.aws_secretsmanager_secret[`storefront_secret-${secret}`];
const statements = (of: Json): Json[] =>
  Object.entries<Json>(of.resource.aws_iam_role_policy)
    .filter(([id]) => id.startsWith('storefront_account_rights_'))
    .flatMap(([, { policy }]) => JSON.parse(policy).Statement);
const mounts = (of: Json, deployment: string): string =>
  JSON.stringify(of.resource.kubernetes_deployment_v1[deployment].spec.template.spec);

test('Terraform reads which version is the current one, and neither a value nor makes a secret of people', () => {
  const types = Object.keys(stack.data).filter((type) => type.startsWith('aws_secretsmanager'));
  expect(types.sort()).toEqual(['aws_secretsmanager_secret', 'aws_secretsmanager_secret_versions']);
  expect(Object.keys(stack.resource.aws_secretsmanager_secret)).toEqual(
    Object.keys(synthesizer.services(environment).resource.aws_secretsmanager_secret),
  );
});

test('the variable names the version, so that another one replaces the pods of the service, and no others', () => {
  const version = 'substr(local.storefront_secret-stripe-key_version, 0, 8)';
  for (const process of ['web', 'worker'])
    expect(mounts(stack, `storefront_${process}-stable`)).toContain(`storefront--stripe-key--\${${version}}`);
  expect(mounts(stack, 'catalog_api-stable')).not.toContain('stripe-key');
});

test('what a version is mounted by has an address of its own, and stays until its last pod is gone', () => {
  expect(stack.resource.kubernetes_manifest['storefront_secret-stripe-key_mount']).toMatchObject({
    for_each: '${toset([local.storefront_secret-stripe-key_version])}',
    lifecycle: { create_before_destroy: true },
    manifest: {
      spec: {
        parameters: {
          objects:
            '${jsonencode([{"objectName" = "/acme/dev/storefront/stripe-key/secret", "objectType" = "secretsmanager", "objectAlias" = "value", "objectVersion" = local.storefront_secret-stripe-key_version}])}',
        },
      },
    },
  });
});

test('the pods may read these secrets and no others, by the key through Secrets Manager alone', () => {
  const own = statements(stack).filter(({ Sid }) => /ValueOf/.test(Sid));
  expect(own.map(({ Sid }) => Sid)).toEqual([
    'ReadValueOfMapsDashKey',
    'DecryptValueOfMapsDashKey',
    'ReadValueOfStripeDashKey',
    'DecryptValueOfStripeDashKey',
  ]);
  expect(own[3]).toMatchObject({
    Resource: '${local.contract_content.keys.secrets}',
    Condition: {
      StringEquals: {
        'kms:EncryptionContext:SecretARN':
          '${data.aws_secretsmanager_secret.storefront_secret-stripe-key.arn}',
      },
    },
  });
});

describe('a preview', () => {
  test("takes a value of its own, or the host's where that is declared", () => {
    expect(arn(inPreview, 'stripe-key')).toEqual({
      name: '/acme/preview-pr-42/storefront/stripe-key/secret',
    });
    expect(arn(inPreview, 'maps-key')).toEqual({ name: '/acme/dev/storefront/maps-key/secret' });
  });

  test("decrypts with the host's key what it may read, and nothing else", () => {
    const [decrypt] = statements(inPreview).filter(({ Sid }) => Sid === 'DecryptValueOfMapsDashKey');
    expect(decrypt).toMatchObject({
      Resource: 'arn:aws:kms:eu-central-1:111111111111:key/*',
      Condition: {
        StringEquals: {
          'kms:EncryptionContext:SecretARN':
            '${data.aws_secretsmanager_secret.storefront_secret-maps-key.arn}',
        },
      },
    });
  });
});

test('whoever deploys is told which have to be there, and under which key they come', () => {
  expect([stack.locals.secrets, inPreview.locals.secrets]).toEqual([
    {
      key: 'alias/dev-secrets',
      wanted: {
        '/acme/dev/storefront/stripe-key/secret': 'dev storefront stripe-key',
        '/acme/dev/storefront/maps-key/secret': 'dev storefront maps-key',
      },
    },
    {
      key: 'alias/dev-secrets',
      wanted: {
        '/acme/preview-pr-42/storefront/stripe-key/secret': 'preview-pr-42 storefront stripe-key',
        '/acme/dev/storefront/maps-key/secret': 'dev storefront maps-key',
      },
    },
  ]);
});
