import { environments, synthesizer } from '../fixture/fixture';
import type { Json } from '../helpers';
import { environment, valid } from '../parameters/files';
import { Synthesizer } from '../synthesizer';

// The account that holds the copies. Who can delete one: nobody, of whichever account.

const live = environment('live', valid({ account: '333333333333', backups: { copyDays: 90 } }));
const short = environment('short', valid({ account: '222222222222', backups: {} }));
const stack: Json = synthesizer.backups([live, short]);
const { resource } = stack;

test('is deployed by an administrator, with the role that came with the account', () => {
  const [provider] = stack.provider.aws;
  expect(provider.allowed_account_ids).toEqual(['888888888888']);
  expect(provider.assume_role[0].role_arn).toBe(
    'arn:aws:iam::888888888888:role/OrganizationAccountAccessRole',
  );
});

test('refuses to be destroyed, with where to read on', () => {
  expect(stack.locals.protection).toMatch(/^backups holds copies that nobody may delete .*backups\.md/);
});

test('has a vault for each environment that copies, with a lock that nobody can change after some days', () => {
  expect(Object.values<Json>(resource.aws_backup_vault).map(({ name }) => name)).toEqual(['acme-live']);
  expect(Object.values(resource.aws_backup_vault_lock_configuration)).toEqual([
    expect.objectContaining({ changeable_for_days: 14, min_retention_days: 30, max_retention_days: 365 }),
  ]);
});

test('no role lets in anybody of an environment, of a workflow or a person', () => {
  const roles = Object.values<Json>(resource.aws_iam_role);
  const principals = roles.flatMap(({ assume_role_policy }) =>
    JSON.parse(assume_role_policy).Statement.map(({ Principal }: Json) => Principal),
  );
  expect(principals.filter((principal) => Object.keys(principal).join() !== 'Service')).toEqual([]);
});

test("an environment's account may bring in copies of its own, and nothing else", () => {
  const policies = Object.values<Json>(resource.aws_backup_vault_policy);
  expect(policies.map(({ policy }) => JSON.parse(policy).Statement)).toEqual([
    [
      {
        Sid: 'CopiesOfTheOtherAccount',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::333333333333:root' },
        Action: 'backup:CopyIntoBackupVault',
        Resource: '*',
      },
    ],
  ]);
});

test('the data of an environment that copies can be read for that by the account, and of no other', () => {
  const keyOf = (of: typeof live): Json[] =>
    JSON.parse(synthesizer.platform(of).resource.aws_kms_key.keys_data.policy).Statement;
  const others = (of: typeof live) =>
    keyOf(of).filter(({ Principal }) => JSON.stringify(Principal).includes('888888888888'));
  expect(others(live).map(({ Sid }) => Sid)).toEqual(['CopiesReadIt', 'CopiesLetServicesReadIt']);
  expect(others(short)).toEqual([]);
});

test('somebody hears of whoever touches a vault', () => {
  const filters = Object.values<Json>(resource.aws_cloudwatch_log_metric_filter).map(({ name, pattern }) => [
    name,
    pattern,
  ]);
  const [, pattern] = filters.find(([name]) => name === 'acme-backups-changed')!;
  expect(pattern).toContain('DeleteRecoveryPoint');
});

test('is none without an account for it, and then no environment copies', () => {
  const { backups: _, ...project } = synthesizer.project;
  const without = new Synthesizer(project, synthesizer.declared);
  expect(without.backups(environments)).toBeUndefined();
  const [rule] = without.account(live).resource.aws_backup_plan.backups.rule;
  expect(rule.copy_action).toBeUndefined();
});

describe('images of services', () => {
  test('have a repository each, whose tags nobody moves', () => {
    const repositories = Object.values<Json>(resource.aws_ecr_repository);
    expect(repositories.map(({ name }) => name)).toEqual(
      expect.arrayContaining(Object.keys(synthesizer.declared.services).map((service) => `acme/${service}`)),
    );
    for (const repository of repositories) {
      expect(repository).toMatchObject({ image_tag_mutability: 'IMMUTABLE' });
      expect(repository.encryption_configuration[0].encryption_type).toBe('KMS');
    }
    expect(resource.aws_ecr_repository_policy).toBeUndefined();
  });

  test('come from the tooling account, which may do nothing else with them', () => {
    const policies = Object.values<Json>(resource.aws_ecr_registry_policy);
    expect(policies.map(({ policy }) => JSON.parse(policy).Statement)).toEqual([
      [
        {
          Sid: 'ImagesOfTheToolingAccount',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::999999999999:root' },
          Action: 'ecr:ReplicateImage',
          Resource: 'arn:aws:ecr:eu-central-1:888888888888:repository/acme/*',
        },
      ],
    ]);
    const [replication] = Object.values<Json>(
      synthesizer.bootstrap(environments).resource.aws_ecr_replication_configuration,
    );
    expect(replication.replication_configuration.rule).toEqual([
      {
        destination: [{ region: 'eu-central-1', registry_id: '888888888888' }],
        repository_filter: [{ filter: 'acme/', filter_type: 'PREFIX_MATCH' }],
      },
    ]);
  });

  test('are copied nowhere where there is no account for backups', () => {
    const { backups: _, ...project } = synthesizer.project;
    const alone = new Synthesizer(project, synthesizer.declared);
    expect(alone.bootstrap(environments).resource.aws_ecr_replication_configuration).toBeUndefined();
  });
});
