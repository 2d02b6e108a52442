import { cleanupName } from '../../../../../constructs/services/bindings/guests/guest-cleanup';
import { adminName } from '../../../../../constructs/services/pods/jobs/admin';
import { COPY_OF } from '../../../../../constructs/services/runtime/labels';
import { all, type Json, only, type Synthesized } from '../../../../helpers';
import { backing, DATA, objects, providerClass } from '../../../bound';
import { cleaned } from '../../../cleaned';
import { refused } from '../../../workload';

const NAMES = Object.keys(backing.databases) as (keyof typeof backing.databases)[];

describe.each(NAMES)('the cleanup of %s', (name) => {
  const synthesized: Synthesized = cleaned(name);
  const cron: Json = only(synthesized, 'kubernetes_cron_job_v1');
  const { template } = cron.spec.job_template.spec;
  const [container] = template.spec.container;

  test('never runs by itself, nor again when it failed or hangs', () => {
    expect(cron.spec).toMatchObject({ suspend: true, schedule: '0 0 31 2 *' });
    expect(cron.spec.job_template.spec.backoff_limit).toBe(0);
    expect(cron.spec.job_template.spec.active_deadline_seconds).toBeLessThanOrEqual(600);
  });

  test('has the name that the command looks for, in the namespace of the host without services', () => {
    expect(cron.metadata).toMatchObject({
      name: adminName(cleanupName(name)),
      namespace: '${kubernetes_namespace_v1.setup.metadata[0].name}',
    });
    expect(only(synthesized, 'kubernetes_namespace_v1').metadata.name).toBe('setup');
  });

  test('says whose copy its jobs are, or a preview could start none', () => {
    expect(cron.spec.job_template.metadata.labels[COPY_OF]).toBe(cron.metadata.name);
  });

  test('may read the password of the master user, and do nothing else in AWS', () => {
    const master = `\${local.contract_content.databases.${name}.masterSecretArn}`;
    const { Statement } = JSON.parse(only(synthesized, 'aws_iam_role_policy').policy);
    expect(Statement).toEqual([
      {
        Effect: 'Allow',
        Sid: 'ReadMasterSecret',
        Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
        Resource: master,
      },
      {
        Effect: 'Allow',
        Sid: 'DecryptMasterSecret',
        Action: 'kms:Decrypt',
        Resource: '${local.contract_content.keys.secrets}',
        Condition: {
          StringEquals: {
            'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com',
            'kms:EncryptionContext:SecretARN': master,
          },
        },
      },
    ]);
    expect(all(synthesized, 'aws_iam_role_policy_attachment')).toEqual([]);
  });

  test('is the only one who may take that role', () => {
    const { assume_role_policy } = only(synthesized, 'aws_iam_role');
    expect(JSON.parse(assume_role_policy).Statement[0].Condition.StringEquals).toMatchObject({
      'aws:RequestTag/kubernetes-namespace': 'setup',
      'aws:RequestTag/kubernetes-service-account': cleanupName(name),
    });
    expect(template.spec.service_account_name).toBe(cleanupName(name));
  });

  test('gets that password as files alone: it is no variable and in no secret of the cluster', () => {
    const files = providerClass(synthesized, 'cleanup_files');
    expect(files.spec.secretObjects).toBeUndefined();
    expect(files.spec.parameters.objects).toBe(
      objects({
        name: `local.contract_content.databases.${name}.masterSecretArn`,
        file: 'master',
        fields: ['username', 'password'],
        prefix: 'master-',
      }),
    );
    for (const variable of container.env) expect(variable.value_from).toBeUndefined();
    expect(container.volume_mount).toContainEqual({
      name: 'master',
      mount_path: container.env.find((variable: Json) => variable.name === 'SECRETS').value,
      read_only: true,
    });
  });

  test('reaches its database and DNS, and nobody reaches it', () => {
    const policies = synthesized.resource.kubernetes_network_policy_v1!;
    expect(policies.setup_isolation.spec).toMatchObject({
      pod_selector: {},
      policy_types: ['Ingress', 'Egress'],
    });
    const { pod_selector, policy_types, egress } = policies.cleanup_network.spec;
    expect(policy_types).toEqual(['Egress']);
    expect(egress).toEqual([
      {
        ports: [{ port: `\${local.contract_content.databases.${name}.port}`, protocol: 'TCP' }],
        to: DATA.map((cidr) => ({ ip_block: { cidr } })),
      },
    ]);
    expect(template.metadata.labels).toMatchObject(pod_selector.match_labels);
    expect(Object.keys(pod_selector.match_labels)).toHaveLength(2);
  });

  test('has no privileges', () => {
    expect(refused(template.spec)).toEqual([]);
  });

  test('starts with its identity, its files and its network in place', () => {
    expect(cron.depends_on).toEqual([
      'aws_iam_role_policy.cleanup_account_rights_bound',
      'terraform_data.effective-identities',
      'kubernetes_manifest.cleanup_files',
      'kubernetes_network_policy_v1.cleanup_network',
    ]);
  });

  test('takes the id as an argument, and Terraform and Kubernetes fill nothing into its script', () => {
    // What comes behind the name of the script is its first argument.
    expect(container.command.slice(0, 2)).toEqual(['/bin/sh', '-euc']);
    expect(container.command).toHaveLength(4);
    expect(container.args).toBeUndefined();
    const script = container.command[2].replaceAll('$${', '');
    expect(script).not.toMatch(/[$%]\{/);
    expect(script).not.toMatch(/\$\(\w+\)/);
    expect(script).not.toContain('$$');
  });
});
