import { readFileSync } from 'node:fs';
import { NAMES } from '../../../../../constructs/services/bindings/seeds/mask-sql';
import { seedName } from '../../../../../constructs/services/bindings/seeds/seed';
import { adminName } from '../../../../../constructs/services/pods/jobs/admin';
import { COPY_OF } from '../../../../../constructs/services/runtime/labels';
import type { CopiedTable } from '../../../../../declarations/preview-data';
import { type Json, only } from '../../../../helpers';
import { backing } from '../../../bound';
import { seeded } from '../../../cleaned';
import { refused } from '../../../workload';

const DATABASES = Object.keys(backing.databases) as (keyof typeof backing.databases)[];

const TABLES: [string, CopiedTable][] = [
  ['people', { columns: { id: 'keep', email: 'email', name: { keep: 'of a product' } } }],
  [
    'sales',
    { rows: 5, newest: 'id', columns: { id: 'keep', at: { shiftDays: 3 }, cents: { from: 1, to: 9 } } },
  ],
];

describe.each(DATABASES)('the filling of %s', (name) => {
  const synthesized = seeded(name, TABLES);
  const cron: Json = only(synthesized, 'kubernetes_cron_job_v1');
  const { template } = cron.spec.job_template.spec;
  const [container] = template.spec.container;
  const variable = (key: string): string => container.env.find((one: Json) => one.name === key).value;

  test('is a template that never runs by itself, of which previews start copies', () => {
    expect(cron.metadata.name).toBe(adminName(seedName(name)));
    expect(cron.spec).toMatchObject({ suspend: true, schedule: '0 0 31 2 *' });
    expect(cron.spec.job_template.metadata.labels[COPY_OF]).toBe(cron.metadata.name);
    expect(cron.spec.job_template.spec.backoff_limit).toBe(0);
    expect(template.spec.service_account_name).toBe(seedName(name));
    expect(refused(template.spec)).toEqual([]);
  });

  test('may read the password of the master user, and do nothing else in AWS', () => {
    const { Statement } = JSON.parse(only(synthesized, 'aws_iam_role_policy').policy);
    expect(Statement.map(({ Sid }: Json) => Sid)).toEqual(['ReadMasterSecret', 'DecryptMasterSecret']);
    for (const one of container.env) expect(one.value_from).toBeUndefined();
  });

  test('has the rules in itself, so that a preview can bring none of its own', () => {
    expect(variable('RULES')).toMatch(/^given_tables \(place, tab, most, newest\) AS \(VALUES /);
    expect(variable('RULES')).toContain("(1, 'people', 10000, '')");
    expect(variable('RULES')).toContain("(2, 'sales', 5, 'id')");
    expect(JSON.parse(variable('MASKS'))).toEqual({
      'people.id': 'keep',
      'people.email': 'email',
      'people.name': 'keep',
      'sales.id': 'keep',
      'sales.at': 'shiftDays 3',
      'sales.cents': 'from 1 to 9',
    });
  });

  test('takes the id as an argument, and Terraform and Kubernetes fill nothing into it', () => {
    expect(container.command.slice(0, 2)).toEqual(['/bin/sh', '-euc']);
    expect(container.command).toHaveLength(4);
    expect(container.args).toBeUndefined();
    for (const text of [container.command[2], variable('RULES')]) {
      const written = text.replaceAll('$${', '').replaceAll('%%{', '');
      expect(written).not.toMatch(/[$%]\{/);
      expect(written).not.toMatch(/\$\(\w+\)/);
      expect(written).not.toContain('$$');
    }
  });
});

test('the list of names is as long as masks count on', () => {
  const text = readFileSync('constructs/services/bindings/setup/seed/names.sh', 'utf8');
  for (const list of ['first', 'last']) {
    const lines = [...text.matchAll(RegExp(`^${list}_names=(?:\\$${list}_names,)?(.*)$`, 'gm'))];
    expect(new Set(lines.flatMap(([, names]) => names!.split(','))).size).toBe(NAMES);
  }
});
