import { only } from '../../../helpers';
import { DATA, jobStatements, objects, one, providerClass } from '../../bound';

describe('a setup job', () => {
  const { synthesized } = one(['orders'], { orders: 2 });
  const job = only(synthesized, 'kubernetes_job_v1');

  test('reads the master secret and the service’s, with a role that can do nothing else', () => {
    const master = '${local.contract_content.databases.orders.masterSecretArn}';
    const statements = jobStatements(synthesized, 'orders');
    expect(statements.map(({ Sid, Action, Resource }) => [Sid, Action, Resource])).toEqual([
      [
        'ReadSecretOfOrders',
        ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
        '${aws_secretsmanager_secret.shop_bind-orders_secret.arn}',
      ],
      ['DecryptSecretOfOrders', 'kms:Decrypt', '${local.contract_content.keys.secrets}'],
      ['ReadMasterSecret', ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], master],
      ['DecryptMasterSecret', 'kms:Decrypt', '${local.contract_content.keys.secrets}'],
    ]);
    expect(statements[3]!.Condition!.StringEquals).toEqual({
      'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com',
      'kms:EncryptionContext:SecretARN': master,
    });
  });

  test('is the only one who may take that role: its own account in a namespace without services', () => {
    const { assume_role_policy } = only(synthesized, 'aws_iam_role');
    expect(JSON.parse(assume_role_policy).Statement[0].Condition.StringEquals).toMatchObject({
      'aws:RequestTag/kubernetes-namespace': 'setup',
      'aws:RequestTag/kubernetes-service-account': 'shop-orders',
    });
    expect(job.spec.template.spec.service_account_name).toContain('shop_bind-orders_setup_account');
    expect(job.metadata.namespace).toBe('${kubernetes_namespace_v1.shared_setup.metadata[0].name}');
  });

  test('gets passwords as files alone: none is synced into the cluster or is a variable', () => {
    const files = providerClass(synthesized, 'shop_bind-orders_setup_files');
    expect(files.spec.secretObjects).toBeUndefined();
    expect(files.spec.parameters.objects).toBe(
      objects(
        {
          name: '"/acme/test/shop/orders/user"',
          file: 'user',
          label: 'rotation-2',
          fields: ['username', 'password'],
        },
        {
          name: 'local.contract_content.databases.orders.masterSecretArn',
          file: 'master',
          fields: ['username', 'password'],
          prefix: 'master-',
        },
      ),
    );
    for (const variable of job.spec.template.spec.container[0].env)
      expect(variable.value_from).toBeUndefined();
  });

  test('is waited for, and tries again until its time is over', () => {
    expect(job).toMatchObject({ wait_for_completion: true, timeouts: { create: '600s' } });
    expect(job.spec).toMatchObject({ active_deadline_seconds: 540, backoff_limit: 5 });
    expect(job.spec.ttl_seconds_after_finished).toBeUndefined();
  });

  test('reaches the database and DNS, and nobody reaches it', () => {
    const policies = synthesized.resource.kubernetes_network_policy_v1!;
    expect(policies.shared_setup_isolation.spec).toMatchObject({
      pod_selector: {},
      policy_types: ['Ingress', 'Egress'],
    });
    const { spec } = policies['shop_bind-orders_setup_network'];
    expect(spec.egress).toEqual([
      {
        ports: [{ port: '${local.contract_content.databases.orders.port}', protocol: 'TCP' }],
        to: DATA.map((cidr) => ({ ip_block: { cidr } })),
      },
    ]);
    // It is for these pods alone.
    expect(job.spec.template.metadata.labels).toMatchObject(spec.pod_selector.match_labels);
    expect(Object.keys(spec.pod_selector.match_labels)).toHaveLength(2);
  });

  test('starts with its identity, its files, its network and the way to the database in place', () => {
    expect(job.depends_on).toEqual([
      'aws_iam_role_policy.shop_bind-orders_setup_account_rights_bound',
      'terraform_data.effective-identities',
      'kubernetes_manifest.shop_bind-orders_setup_files',
      'kubernetes_network_policy_v1.shop_bind-orders_setup_network',
      'kubernetes_config_map_v1.shared_setup_authorities',
      'aws_vpc_security_group_ingress_rule.shared_path_orders',
    ]);
  });

  test('of a cache starts when the user is in the group', () => {
    const { resource } = one(['sessions']).synthesized;
    expect(resource.kubernetes_job_v1!['shop_bind-sessions_setup'].depends_on).toContain(
      'aws_elasticache_user_group_association.shop_bind-sessions_member-a',
    );
  });

  test('runs again for another version of the secret, even one of the same rotation', () => {
    expect(job.spec.template.metadata.annotations).toMatchObject({
      'secret-version': '${aws_secretsmanager_secret_version.shop_bind-orders_secret_version-2.version_id}',
    });
  });

  test.each([
    ['orders', 'PGHOST'],
    ['products', 'DATABASE_HOST'],
  ])(
    'of %s runs again on another server, as one that was restored has the passwords of then',
    (name, variable) => {
      const { resource } = one([name]).synthesized;
      const { env } = resource.kubernetes_job_v1![`shop_bind-${name}_setup`].spec.template.spec.container[0];
      // A job's template can't change in place: another host is another job.
      const value = `\${local.contract_content.databases.${name}.host}`;
      expect(env).toContainEqual({ name: variable, value });
    },
  );

  test.each(['orders', 'products', 'sessions'])(
    'has a script for %s in which neither Terraform nor Kubernetes fills in anything',
    (name) => {
      const { resource } = one([name]).synthesized;
      const [, , script] =
        resource.kubernetes_job_v1![`shop_bind-${name}_setup`].spec.template.spec.container[0].command;
      expect(script.replaceAll('$${', '')).not.toMatch(/[$%]\{/);
      // $(NAME) is a variable, and $$ a dollar sign.
      expect(script).not.toMatch(/\$\(\w+\)/);
      expect(script.replaceAll('$${', '')).not.toContain('$$');
    },
  );
});

test('setup pods are held to the restricted profile', () => {
  const { metadata } = only(one([]).synthesized, 'kubernetes_namespace_v1');
  expect(metadata.name).toBe('setup');
  expect(metadata.labels['pod-security.kubernetes.io/enforce']).toBe('restricted');
});
