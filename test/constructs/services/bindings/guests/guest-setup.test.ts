import { arn } from '../../../../../constructs/core/arn';
import { SETUP } from '../../../../../constructs/core/cluster-names';
import { setupName } from '../../../../../constructs/services/bindings/guests/guest-template';
import { adminName } from '../../../../../constructs/services/pods/jobs/admin';
import { COPY_OF } from '../../../../../constructs/services/runtime/labels';
import { type Json, naming, only } from '../../../../helpers';
import { backing, guest, one } from '../../../bound';
import { prepared } from '../../../cleaned';
import { refused } from '../../../workload';

const NAMES = Object.keys(backing.databases) as (keyof typeof backing.databases)[];

describe.each(NAMES)('the job that makes the users of previews in %s', (name) => {
  const host = prepared(name);
  const cron: Json = only(host, 'kubernetes_cron_job_v1');
  const wanted = cron.spec.job_template.spec.template.spec;
  const { synthesized } = one([name], {}, { guest: guest('pr-42') });
  const job: Json = only(synthesized, 'kubernetes_job_v1');
  const { spec } = job.spec.template;
  const template = only({ resource: synthesized.data as Json }, 'kubernetes_resources');

  test('is a copy that the cluster lets in: as whom, with which files, and what it says it is', () => {
    expect(job.metadata).toMatchObject({
      namespace: SETUP,
      labels: { [COPY_OF]: cron.metadata.name, preview: 'pr-42' },
    });
    expect(cron.spec.job_template.metadata.labels[COPY_OF]).toBe(cron.metadata.name);
    expect(spec.service_account_name).toBe(wanted.service_account_name);
    expect(spec.volume).toEqual(wanted.volume);
    for (const list of ['init_container', 'container']) {
      expect(spec[list]).toHaveLength(1);
      expect(spec[list][0].volume_mount).toEqual(wanted[list][0].volume_mount);
      const names = (containers: Json) => containers[0].env.map((variable: Json) => variable.name);
      expect(names(spec[list])).toEqual(names(wanted[list]));
    }
  });

  test('runs what the host has, whatever the branch has: no text of its own but its arguments', () => {
    expect(template).toMatchObject({
      api_version: 'batch/v1',
      kind: 'CronJob',
      namespace: SETUP,
      field_selector: `metadata.name=${adminName(setupName(name))}`,
    });
    for (const list of ['init_container', 'container']) {
      const { image, command, env } = spec[list][0];
      const own = env.filter(({ name }: Json) => name !== 'CA_FILE');
      for (const value of [image, command, ...own.map((variable: Json) => variable.value)])
        expect(value).toMatch(/^\$\{.*data\.kubernetes_resources\..*\.objects\[0\]/);
    }
    expect(spec.init_container[0].args).toEqual(['pr-42', 'shop', 'shop_pr_42_a', '1']);
  });

  test('is in the way of the plan where the host has no such template, with what to do', () => {
    const [{ condition, error_message }] = job.lifecycle.precondition;
    expect(condition).toMatch(/length\(data\.kubernetes_resources\.[\w-]+\.objects\) == 1/);
    expect(error_message).toBe(
      `guest-${name}-admin is not in setup of test, and makes users of previews: deploy test from a commit that has ${name} first`,
    );
  });

  test('reads the password of the master and the secrets of previews for this database, and no other', () => {
    const { Statement } = JSON.parse(only(host, 'aws_iam_role_policy').policy);
    const previews = arn(naming, 'secretsmanager', `secret:/acme/preview-*/*/${name}/user-*`);
    expect(Statement.map(({ Sid, Resource }: Json) => [Sid, Resource])).toEqual([
      ['ReadMasterSecret', `\${local.contract_content.databases.${name}.masterSecretArn}`],
      ['DecryptMasterSecret', '${local.contract_content.keys.secrets}'],
      ['ReadSecretsOfPreviews', previews],
      ['DecryptSecretsOfPreviews', arn(naming, 'kms', 'key/*')],
    ]);
    expect(Statement[3].Condition.StringLike).toEqual({ 'kms:EncryptionContext:SecretARN': previews });
  });

  test('keeps the password in memory between its containers, and gives the first none of the master', () => {
    const [first] = wanted.init_container;
    expect(wanted.volume).toContainEqual({
      name: 'guest',
      empty_dir: { medium: 'Memory', size_limit: '1Mi' },
    });
    expect(first.volume_mount.map((mount: Json) => mount.name)).toEqual(['scratch', 'authorities', 'guest']);
  });

  test('has no privileges', () => {
    expect(refused(wanted)).toEqual([]);
    expect(refused({ ...wanted, container: wanted.init_container })).toEqual([]);
  });

  test('Terraform and Kubernetes fill nothing into its scripts', () => {
    for (const { command } of [...wanted.init_container, ...wanted.container]) {
      const script = command[2].replaceAll('$${', '');
      expect(script).not.toMatch(/[$%]\{/);
      expect(script).not.toMatch(/\$\(\w+\)/);
      expect(script).not.toContain('$$');
    }
  });
});

test('any name of a service, database and preview gives a job a name that pods can have as a label', () => {
  const long = { guest: guest('a-very-long-na-12345678') };
  const { metadata } = only(
    one(['products'], { products: 1_000_000 }, long).synthesized,
    'kubernetes_job_v1',
  );
  expect(metadata.name.length).toBeLessThanOrEqual(63);
});
