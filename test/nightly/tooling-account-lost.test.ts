import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalCommand, project } from '../e2e/local-command';
import { ProjectCopy } from '../e2e/project-copy';
import { ENVIRONMENT, restore } from '../e2e/snapshot';
import { Administrator } from './administrator';

// docs/runbooks/rebuild.md, "The tooling account": an environment goes on under a new one, with all that it holds.
jest.setTimeout(40 * 60_000);

const local = new LocalCommand('e2e-tooling-account-lost', 6510);
const NEW_ACCOUNT = '777777777777';
const STACKS = `${ENVIRONMENT}*`;

let copy: ProjectCopy;
let ada: Administrator;
let account: string;

beforeAll(async () => {
  await restore(local);
  copy = new ProjectCopy(`${local.folder}-project`);
  account = JSON.parse(
    readFileSync(join(copy.directory, 'environments', `${ENVIRONMENT}.json`), 'utf8'),
  ).account;
  ada = await Administrator.signIn(local, copy, writeProject());
});
afterAll(() => local.run(['stop']));

/** platform.json for the new account, and the role that leads into the environment's. @returns who deploys. */
function writeProject(): string {
  const file = join(copy.directory, 'platform.json');
  const written = JSON.parse(readFileSync(file, 'utf8').replaceAll(project.toolingAccount, NEW_ACCOUNT));
  writeFileSync(file, JSON.stringify({ ...written, accountRole: 'acme-account' }));
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${NEW_ACCOUNT}:root` }, Action: 'sts:AssumeRole' },
    ],
  };
  asRootOfTheEnvironment(
    `aws iam create-role --role-name acme-account --assume-role-policy-document '${JSON.stringify(trust)}'`,
  );
  asRootOfTheEnvironment(
    'aws iam attach-role-policy --role-name acme-account --policy-arn arn:aws:iam::aws:policy/AdministratorAccess',
  );
  return written.administrators[0];
}

function asRootOfTheEnvironment(line: string): void {
  const keys = Object.entries(local.asRoot(ENVIRONMENT)).filter(([, value]) => value);
  local.shell(
    `unset AWS_SESSION_TOKEN; ${keys.map(([name, value]) => `${name}=${value}`).join(' ')} ${line}`,
  );
}

/** What the environment's account holds, by what AWS names it. */
async function held(): Promise<Set<string>> {
  const items = (
    await local.emulator<Record<string, { service: string; kind: string; name: string }[]>>(
      `inventory?account=${account}`,
    )
  )[account]!;
  return new Set(items.map(({ service, kind, name }) => `${service} ${kind} ${name}`));
}

test('a bootstrap makes what the lost account had', async () => {
  expect(await ada.confirm('npm run bootstrap')).toContain('No changes.');
});

test("the environment's account lets the new one in", async () => {
  expect(await ada.type(`npm run recover -- account-${ENVIRONMENT}`)).toMatch(/took \d+ into the state/);
  await ada.confirm(`npx cdktf deploy account-${ENVIRONMENT}`);
});

test('the environment is recovered, and a deploy makes no server, key or bucket once more', async () => {
  const before = await held();
  const data = await local.emulator(`data?account=${account}&region=${project.region}`);
  expect(await ada.type(`npm run recover -- ${ENVIRONMENT}`)).toMatch(/took \d+ into the state/);
  await ada.confirm(`npx cdktf deploy '${STACKS}'`);
  const lost = [...before].filter((item) => /^(rds|elasticache|kms|s3|eks|ec2 (vpcs|subnets))\b/.test(item));
  const after = await held();
  expect(lost.filter((item) => !after.has(item))).toEqual([]);
  expect(await local.emulator(`data?account=${account}&region=${project.region}`)).toEqual(data);
});

test('nothing is left to change', async () => {
  expect((await ada.type(`npx cdktf diff '${STACKS}'`)).match(/No changes\./g)).toHaveLength(2);
});
