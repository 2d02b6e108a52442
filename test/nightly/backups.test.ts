import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { copyRights } from '../../constructs/backup/copy-rights';
import { namingOf } from '../../constructs/core/naming';
import { protection } from '../../constructs/core/protection';
import { Keys } from '../../constructs/encryption/keys';
import { Bucket } from '../../constructs/storage/bucket';
import { type Captured, capture } from '../../programs/capture';
import { BareEmulator } from '../e2e/bare-emulator';
import { project, synthesizer } from '../fixture/fixture';
import { type Json, synth } from '../helpers';
import { folder } from '../local/temporary';
import { environment, valid } from '../parameters/files';

// A leaked role deletes no backup, and what was copied to the other account comes back.
jest.setTimeout(10 * 60_000);

const DAY = 86_400;
const ACCOUNT = '333333333333';
const COPIES = project.backups!.account;
const of = environment(
  'live',
  valid({ account: ACCOUNT, protected: true, backups: { keepDays: 35, copyDays: 90 } }),
);
const naming = namingOf(project, of);
const BUCKET = `acme-live-data-assets-${ACCOUNT}`;
const OWN = 'acme-backups';
const COPY = 'acme-live';
const vaultArn = (account: string, name: string) =>
  `arn:aws:backup:${naming.region}:${account}:backup-vault:${name}`;

let emulator: BareEmulator;
let directory: string;
beforeAll(async () => {
  emulator = await BareEmulator.start('e2e-backups', 6420);
  directory = folder();
});
afterAll(() => emulator?.stop());

type Keyring = NodeJS.ProcessEnv;
const run = (
  program: string,
  args: readonly string[],
  env: Keyring = {},
  cwd = directory,
): Promise<Captured> => capture(program, [...args], { cwd, env: { ...emulator.env, ...env } });

async function succeed(
  program: string,
  args: readonly string[],
  env?: Keyring,
  cwd?: string,
): Promise<string> {
  const { code, stdout, stderr } = await run(program, args, env, cwd);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr || stdout}`);
  return stdout;
}
const aws = async (env: Keyring, ...args: string[]): Promise<Json> => {
  const answer = await succeed('aws', [...args, '--output', 'json'], env);
  return answer === '' ? undefined : JSON.parse(answer);
};
const forward = (seconds: number) =>
  emulator.ask('clock', { method: 'POST', body: JSON.stringify({ seconds }) });

/** Applies a stack as its file has it, but for the place of its state, and holds it to an empty plan. */
async function deploy(
  name: string,
  { terraform: { backend: _, ...terraform }, ...document }: Json,
): Promise<void> {
  const cwd = join(directory, name);
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'main.tf.json'), JSON.stringify({ ...document, terraform }));
  await succeed('terraform', ['init', '-input=false'], {}, cwd);
  await succeed('terraform', ['apply', '-auto-approve', '-input=false', '-no-color'], {}, cwd);
  expect(await succeed('terraform', ['plan', '-input=false', '-no-color'], {}, cwd)).toContain('No changes.');
}

/** A database and a bucket by the names that the platform gives them. */
function data(): Json {
  const document = synth((stack) => {
    const safe = protection(false);
    const keys = new Keys(stack, 'keys', {
      naming,
      protection: safe,
      dataStatements: copyRights(project, COPIES),
    });
    new Bucket(stack, 'assets', {
      name: BUCKET,
      region: naming.region,
      protection: safe,
      keyArn: keys.data.arn,
    });
    new DbInstance(stack, 'orders', {
      identifier: 'live-orders',
      engine: 'postgres',
      engineVersion: '17.10',
      dbName: 'orders',
      instanceClass: 'db.t4g.small',
      allocatedStorage: 20,
      storageEncrypted: true,
      kmsKeyId: keys.data.arn,
      username: 'root',
      manageMasterUserPassword: true,
      skipFinalSnapshot: true,
    });
  });
  const { provider } = synthesizer.account(of);
  return { ...document, provider };
}

interface Credentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
}
async function assume(env: Keyring, account: string, role: string): Promise<Keyring> {
  const arn = `arn:aws:iam::${account}:role/${role}`;
  const { Credentials: keys }: { Credentials: Credentials } = await aws(
    env,
    ...['sts', 'assume-role', '--role-arn', arn, '--role-session-name', 'test'],
  );
  return {
    AWS_ACCESS_KEY_ID: keys.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.SecretAccessKey,
    AWS_SESSION_TOKEN: keys.SessionToken,
  };
}

/** A role of the forge's workflows, which the bootstrap would have made. */
async function workflow(name: string): Promise<Keyring> {
  const arn = `arn:aws:iam::${project.toolingAccount}:role/${name}`;
  const keys = await emulator.ask<Record<string, string>>('administrators', {
    method: 'POST',
    body: JSON.stringify({ arn }),
  });
  return {
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken,
  };
}

interface Point {
  readonly RecoveryPointArn: string;
  readonly ResourceType: string;
}
async function points(env: Keyring, vault: string): Promise<Record<string, string>> {
  const found = await aws(
    env,
    ...['backup', 'list-recovery-points-by-backup-vault', '--backup-vault-name', vault],
  );
  return Object.fromEntries(
    (found.RecoveryPoints as Point[]).map(({ ResourceType, RecoveryPointArn }) => [
      ResourceType,
      RecoveryPointArn,
    ]),
  );
}

async function ended(env: Keyring, kind: 'copy' | 'restore', id: string): Promise<Json> {
  await forward(1);
  const job = await aws(env, ...['backup', `describe-${kind}-job`, `--${kind}-job-id`, id]);
  return job.CopyJob ?? job;
}

const refusal = async (env: Keyring, ...args: string[]) => {
  const { code, stderr } = await run('aws', args, env);
  expect(code).not.toBe(0);
  return stderr;
};
const deletion = (vault: string, point: string) => [
  ...['backup', 'delete-recovery-point', '--backup-vault-name', vault, '--recovery-point-arn', point],
];

test('the account for backups, that of the environment and what is backed up are deployed in any order', async () => {
  // By hand, once, in the management account of the organization (docs/runbooks/backups.md).
  await aws({}, 'backup', 'update-global-settings', '--global-settings', 'isCrossAccountBackupEnabled=true');
  for (const role of ['acme-deploy-live', 'acme-plan', 'acme-drift']) await workflow(role);
  await Promise.all([
    deploy('backups', synthesizer.backups([of])),
    deploy('account', synthesizer.account(of)),
    deploy('data', data()),
  ]);
  const admin = await assume({}, ACCOUNT, 'OrganizationAccountAccessRole');
  await succeed(
    'aws',
    ['s3api', 'put-object', '--bucket', BUCKET, '--key', 'logo', '--body', 'account/main.tf.json'],
    admin,
  );
});

test('a day later database and bucket are in both vaults', async () => {
  await forward(DAY);
  await forward(2);
  await forward(2);
  const admin = await assume({}, ACCOUNT, 'OrganizationAccountAccessRole');
  const keeper = await assume({}, COPIES, 'OrganizationAccountAccessRole');
  const jobs = await aws(admin, 'backup', 'list-copy-jobs');
  expect(jobs.CopyJobs.map(({ State, StatusMessage }: Json) => [State, StatusMessage])).toEqual([
    ['COMPLETED', undefined],
    ['COMPLETED', undefined],
  ]);
  expect(Object.keys(await points(admin, OWN)).sort()).toEqual(['RDS', 'S3']);
  expect(Object.keys(await points(keeper, COPY)).sort()).toEqual(['RDS', 'S3']);
});

test('no role of the environment can delete one, nor what makes them, and no administrator one in either vault', async () => {
  // The days are over in which the lock of the copies could be changed.
  await forward(project.backups!.changeableForDays * DAY);
  const admin = await assume({}, ACCOUNT, 'OrganizationAccountAccessRole');
  const keeper = await assume({}, COPIES, 'OrganizationAccountAccessRole');
  const deploy = await assume(await workflow('acme-deploy-live'), ACCOUNT, 'acme-deploy');
  const own = await points(admin, OWN);
  const copies = await points(keeper, COPY);
  const { BackupPlansList: plans } = await aws(admin, 'backup', 'list-backup-plans');
  const plan = plans[0].BackupPlanId;
  const { BackupSelectionsList: selections } = await aws(
    admin,
    ...['backup', 'list-backup-selections', '--backup-plan-id', plan],
  );
  const selection = ['--backup-plan-id', plan, '--selection-id', selections[0].SelectionId];
  const lock = ['backup', 'delete-backup-vault-lock-configuration', '--backup-vault-name'];
  const snapshot = own.RDS!.split(':').slice(6).join(':');

  for (const attempt of [
    deletion(OWN, own.RDS!),
    deletion(OWN, own.S3!),
    deletion(COPY, copies.RDS!),
    [...lock, OWN],
    ['backup', 'delete-backup-selection', ...selection],
    ['rds', 'delete-db-snapshot', '--db-snapshot-identifier', snapshot],
  ]) {
    expect(await refusal(deploy, ...attempt)).toMatch(/AccessDenied/);
  }
  const { EncryptionKeyArn } = await aws(
    admin,
    'backup',
    'describe-backup-vault',
    '--backup-vault-name',
    OWN,
  );
  expect(await refusal(deploy, 'kms', 'schedule-key-deletion', '--key-id', EncryptionKeyArn)).toMatch(
    /AccessDenied/,
  );

  for (const attempt of [deletion(OWN, own.RDS!), deletion(OWN, own.S3!)]) {
    expect(await refusal(admin, ...attempt)).toContain('Backup vault configured with Lock');
  }
  const directly = ['rds', 'delete-db-snapshot', '--db-snapshot-identifier', snapshot];
  expect(await refusal(admin, ...directly)).toContain('managed by AWS Backup');
  // Nothing of the other account is in reach of this one, and its own administrator meets the lock.
  expect(await refusal(admin, ...deletion(COPY, copies.RDS!))).toContain('ResourceNotFoundException');
  expect(await refusal(keeper, ...deletion(COPY, copies.RDS!))).toContain(
    'Backup vault configured with Lock',
  );
  expect(await refusal(keeper, ...lock, COPY)).toContain('immutable');
});

test('both come back from the copies, as docs/runbooks/backups.md says', async () => {
  const admin = await assume({}, ACCOUNT, 'OrganizationAccountAccessRole');
  const keeper = await assume({}, COPIES, 'OrganizationAccountAccessRole');
  const service = `arn:aws:iam::${COPIES}:role/acme-backup`;
  const copies = await points(keeper, COPY);
  const back: Record<string, string> = {};
  for (const [kind, point] of Object.entries(copies)) {
    const { CopyJobId } = await aws(
      keeper,
      ...['backup', 'start-copy-job', '--recovery-point-arn', point, '--source-backup-vault-name', COPY],
      ...['--destination-backup-vault-arn', vaultArn(ACCOUNT, OWN), '--iam-role-arn', service],
    );
    const job = await ended(keeper, 'copy', CopyJobId);
    expect(job).toMatchObject({ State: 'COMPLETED' });
    back[kind] = job.DestinationRecoveryPointArn;
  }

  // The database: a snapshot of RDS again, by the key of the environment's data.
  const snapshot = back.RDS!.split(':').slice(6).join(':');
  expect(snapshot).toMatch(/^awsbackup:copyjob-/);
  const { DBSnapshot: copied } = await aws(
    admin,
    ...['rds', 'copy-db-snapshot', '--source-db-snapshot-identifier', back.RDS!],
    ...['--target-db-snapshot-identifier', 'live-orders-back', '--kms-key-id', 'alias/live-data'],
  );
  expect(copied).toMatchObject({ DBInstanceIdentifier: 'live-orders', Status: expect.any(String) });

  // The bucket: its objects, into the bucket that is there.
  const logo = ['--bucket', BUCKET, '--key', 'logo'];
  await succeed('aws', ['s3api', 'delete-object', ...logo], admin);
  const key = await aws(admin, 'kms', 'describe-key', '--key-id', 'alias/live-data');
  const { RestoreJobId } = await aws(
    admin,
    ...['backup', 'start-restore-job', '--recovery-point-arn', back.S3!],
    ...['--iam-role-arn', `arn:aws:iam::${ACCOUNT}:role/acme-restore`],
    ...['--metadata', `DestinationBucketName=${BUCKET},EncryptionType=SSE-KMS,KMSKey=${key.KeyMetadata.Arn}`],
  );
  expect(await ended(admin, 'restore', RestoreJobId)).toMatchObject({ Status: 'COMPLETED' });
  await succeed('aws', ['s3api', 'get-object', ...logo, 'logo'], admin);
});
