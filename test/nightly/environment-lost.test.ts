import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LOCAL_STATE } from '../../stacks/names';
import { commandOf } from '../e2e/documented-blocks';
import { LocalCommand, project } from '../e2e/local-command';
import { ProjectCopy } from '../e2e/project-copy';
import { ENVIRONMENT, restore } from '../e2e/snapshot';
import { Administrator } from './administrator';

// docs/runbooks/rebuild.md, "An environment": its account is lost, and it comes back in an empty one with the data of its
// last backup. Each command is one of the page, or of a page that it leads to.
jest.setTimeout(60 * 60_000);

const REBUILD = 'docs/runbooks/rebuild.md';
const BACKUPS = 'docs/runbooks/backups.md';
const RESTORE = 'docs/runbooks/restore.md';
/** What the pages call the account of the environment. */
const DOCUMENTED = '333333333333';
const NEW_ACCOUNT = '444444444444';
const DATABASES = ['orders', 'products'] as const;
const DAY = 86_400;

const local = new LocalCommand('e2e-environment-lost', 6520);
const bucketOf = (account: string) => `${project.name}-${ENVIRONMENT}-data-assets-${account}`;
const keeperRole = `arn:aws:iam::${project.backups.account}:role/OrganizationAccountAccessRole`;

let copy: ProjectCopy;
let ada: Administrator;
let lost: string;
/** What each server held when it was backed up. */
let saved: Record<string, string>;

beforeAll(async () => {
  await restore(local);
  copy = new ProjectCopy(`${local.folder}-project`);
  // `npm run local` keeps it there. A bootstrap moves it into the bucket.
  cpSync(join(local.folder, LOCAL_STATE), join(copy.directory, LOCAL_STATE));
  lost = JSON.parse(
    readFileSync(join(copy.directory, 'environments', `${ENVIRONMENT}.json`), 'utf8'),
  ).account;
  ada = await Administrator.signIn(local, copy, project.administrators[0]);
});
afterAll(() => local.run(['stop']));

const post = (path: string, body: object) =>
  local.emulator(path, { method: 'POST', body: JSON.stringify(body) });
const page = (document: string, start: string, names?: Record<string, string>) =>
  commandOf(document, ENVIRONMENT, start, names);

/** What each server holds, by name. */
async function data(account: string): Promise<Record<string, string>> {
  const all = await local.emulator<{ kind: string; name: string; data: string }[]>(
    `data?account=${account}&region=${project.region}`,
  );
  return Object.fromEntries(all.map(({ name, data: held }) => [name, held]));
}

const inAccount = (account: string) =>
  ada.assume(`arn:aws:iam::${account}:role/OrganizationAccountAccessRole`);

const logo = async (account: string) =>
  ada.type(`aws s3 cp s3://${bucketOf(account)}/logo -`, await inAccount(account));

test('an environment with backups has a copy of all that it holds in the account for backups', async () => {
  await ada.type(page(BACKUPS, 'aws backup update-global-settings'));
  copy.parameters(ENVIRONMENT, (parameters) => {
    parameters.backups = { keepDays: 35, copyDays: 90 };
  });
  for (const start of ['backups', `account-${ENVIRONMENT}`, ENVIRONMENT])
    await ada.confirm(page(BACKUPS, `npx cdktf deploy ${start}`));
  for (const name of DATABASES)
    await post('data', {
      ...{ account: lost, region: project.region },
      ...{ service: 'rds', name: `${ENVIRONMENT}-${name}` },
    });
  await ada.type(
    `printf 'of before' > logo; aws s3api put-object --bucket ${bucketOf(lost)} --key logo --body logo > /dev/null`,
    await inAccount(lost),
  );
  saved = await data(lost);
  for (const seconds of [DAY, 2, 2]) await post('clock', { seconds });
  const jobs = await ada.type(page(BACKUPS, 'aws backup list-copy-jobs'), await inAccount(lost));
  expect(jobs.trim().split('\n')).toHaveLength(3);
});

test('its account is lost: nobody comes in', async () => {
  await post('closed-accounts', { account: lost });
  await expect(inAccount(lost)).rejects.toThrow('not authorized to perform: sts:AssumeRole');
  await expect(ada.type(`npx cdktf diff ${ENVIRONMENT}`)).rejects.toThrow();
});

test('in an empty account it is deployed anew, once its states are forgotten', async () => {
  copy.parameters(ENVIRONMENT, (parameters) => {
    parameters.account = NEW_ACCOUNT;
  });
  for (const stack of [`account-${ENVIRONMENT}`, ENVIRONMENT, `${ENVIRONMENT}-services`])
    await ada.confirm(page(REBUILD, `npm run state -- forget ${stack}`).trim());
  await ada.confirm(page(REBUILD, 'npm run bootstrap'));
  await ada.confirm(page(REBUILD, 'npx cdktf deploy backups'));
  await ada.confirm(page(REBUILD, `npx cdktf deploy '${ENVIRONMENT}*'`));
});

test('its databases come back beside the empty ones, with what they held', async () => {
  const back = await copiesBack();
  const administrator = await inAccount(NEW_ACCOUNT);
  for (const name of DATABASES) {
    const target = `${ENVIRONMENT}-${name}-back`;
    await ada.type(
      page(BACKUPS, 'aws rds copy-db-snapshot', {
        [`arn:aws:rds:eu-central-1:${DOCUMENTED}:snapshot:awsbackup:copyjob-2`]:
          back[`${ENVIRONMENT}-${name}`]!,
        [`${ENVIRONMENT}-orders-back`]: target,
      }),
      administrator,
    );
    await ada.type(
      page(BACKUPS, 'aws rds wait db-snapshot-available', { [`${ENVIRONMENT}-orders-back`]: target }),
      administrator,
    );
  }
  copy.parameters(ENVIRONMENT, ({ databases }) => {
    for (const name of DATABASES)
      databases[name].server = {
        name: 'b',
        restored: { snapshot: `${ENVIRONMENT}-${name}-back` },
        old: [{ name: 'a', version: databases[name].version }],
      };
  });
  await ada.confirm(page(RESTORE, `npx cdktf deploy '${ENVIRONMENT}*'`));
  const now = await data(NEW_ACCOUNT);
  for (const name of DATABASES) {
    expect(now[`${ENVIRONMENT}-${name}-b`]).toBe(saved[`${ENVIRONMENT}-${name}`]);
    expect(now[`${ENVIRONMENT}-${name}`]).not.toBe(saved[`${ENVIRONMENT}-${name}`]);
  }
  await ada.type(
    page(BACKUPS, 'aws backup start-restore-job', {
      [`arn:aws:backup:eu-central-1:${DOCUMENTED}:recovery-point:1`]: back[bucketOf(lost)]!,
      [DOCUMENTED]: NEW_ACCOUNT,
    }),
    administrator,
  );
  await post('clock', { seconds: 2 });
  expect(await logo(NEW_ACCOUNT)).toBe('of before');
});

test('without the empty databases nothing is left to change', async () => {
  copy.parameters(ENVIRONMENT, ({ databases }) => {
    for (const name of DATABASES) databases[name].server = { name: 'b' };
  });
  await ada.confirm(page(REBUILD, `npx cdktf deploy '${ENVIRONMENT}*'`));
  expect(Object.keys(await data(NEW_ACCOUNT))).not.toContain(`${ENVIRONMENT}-orders`);
  const diff = await ada.type(page(REBUILD, `npx cdktf diff '${ENVIRONMENT}*'`));
  expect(diff.match(/No changes\./g)).toHaveLength(2);
});

/** Brings each copy into the new account. @returns what it is there, by the name of what was copied. */
async function copiesBack(): Promise<Record<string, string>> {
  const keeper = await ada.assume(keeperRole);
  const list = await ada.type(page(BACKUPS, 'aws backup list-recovery-points-by-backup-vault'), keeper);
  const points = list
    .trim()
    .split('\n')
    .map((line) => line.split('\t')) as [string, string, string, string][];
  const back: Record<string, string> = {};
  for (const [, , resource, point] of points) {
    const started = await ada.type(
      page(BACKUPS, 'aws backup start-copy-job', {
        'arn:aws:rds:eu-central-1:888888888888:snapshot:awsbackup:copyjob-1': point,
        [DOCUMENTED]: NEW_ACCOUNT,
      }),
      keeper,
    );
    const describe = page(BACKUPS, 'aws backup describe-copy-job', {
      'copy-job-id 1': `copy-job-id ${JSON.parse(started).CopyJobId}`,
    });
    for (;;) {
      const [state, message, arn] = JSON.parse(await ada.type(describe, keeper));
      if (state === 'RUNNING') await sleep(500);
      else if (state === 'COMPLETED') {
        back[resource.split(':').at(-1)!] = arn;
        break;
      } else throw new Error(`${resource}: ${message}`);
    }
  }
  return back;
}
