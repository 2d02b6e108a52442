import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { administrator } from '../../local/emulated-aws/assume-role';
import { type Ended, LocalCommand, project } from '../e2e/local-command';
import { ProjectCopy } from '../e2e/project-copy';
import { ENVIRONMENT, restore } from '../e2e/snapshot';

// docs/runbooks/rebuild.md, "The tooling account": an environment goes on under a new one, with all that it holds.
jest.setTimeout(40 * 60_000);

const local = new LocalCommand('e2e-tooling-account-lost', 6510);
const NEW_ACCOUNT = '777777777777';
const STACKS = `${ENVIRONMENT}*`;

let copy: ProjectCopy;
let env: NodeJS.ProcessEnv;
let account: string;

beforeAll(async () => {
  await restore(local);
  copy = new ProjectCopy(`${local.folder}-project`);
  account = JSON.parse(
    readFileSync(join(copy.directory, 'environments', `${ENVIRONMENT}.json`), 'utf8'),
  ).account;
  env = await asAdministrator(writeProject());
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

async function asAdministrator(arn: string): Promise<NodeJS.ProcessEnv> {
  const keys = await administrator(`http://127.0.0.1:${local.record().port}`, arn);
  return {
    ...(await local.variables()),
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken,
    CI: '1',
  };
}

function run(program: string, ...args: string[]): Promise<Ended> {
  const child = spawn(program, args, { cwd: copy.directory, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text;
    });
  }
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

async function succeed(program: string, ...args: string[]): Promise<string> {
  const { code, output } = await run(program, ...args);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: exit code ${code}\n${output.slice(-8000)}`);
  return output;
}

const npm = (script: string, ...args: string[]) => succeed('npm', 'run', '--silent', script, '--', ...args);
const cdktf = (...args: string[]) => succeed(join(copy.directory, 'node_modules/.bin/cdktf'), ...args);

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
  expect(await npm('bootstrap', '--auto-approve')).toContain('No changes.');
});

test("the environment's account lets the new one in", async () => {
  expect(await npm('recover', `account-${ENVIRONMENT}`)).toMatch(/took \d+ into the state/);
  await cdktf('deploy', `account-${ENVIRONMENT}`, '--auto-approve');
});

test('the environment is recovered, and a deploy makes no server, key or bucket once more', async () => {
  const before = await held();
  const data = await local.emulator(`data?account=${account}&region=${project.region}`);
  expect(await npm('recover', ENVIRONMENT)).toMatch(/took \d+ into the state/);
  await cdktf('deploy', STACKS, '--auto-approve');
  const lost = [...before].filter((item) => /^(rds|elasticache|kms|s3|eks|ec2 (vpcs|subnets))\b/.test(item));
  const after = await held();
  expect(lost.filter((item) => !after.has(item))).toEqual([]);
  expect(await local.emulator(`data?account=${account}&region=${project.region}`)).toEqual(data);
});

test('nothing is left to change', async () => {
  expect((await cdktf('diff', STACKS)).match(/No changes\./g)).toHaveLength(2);
});
