import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { administrator } from '../../local/emulated-aws/assume-role';
import { type Ended, LocalCommand, project } from './local-command';
import { ProjectCopy } from './project-copy';
import { ENVIRONMENT, restore } from './snapshot';

jest.setTimeout(30 * 60_000);

const local = new LocalCommand('e2e-tooling-lost', 6430);
const NEW_TOOLING = '888888888888';
let copy: ProjectCopy;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  await restore(local);
  copy = new ProjectCopy(`${local.folder}-project`);
  const file = join(copy.directory, 'platform.json');
  const text = readFileSync(file, 'utf8').replaceAll(project.toolingAccount, NEW_TOOLING);
  writeFileSync(file, JSON.stringify({ ...JSON.parse(text), accountRole: 'acme-account' }, null, 2));
  const ada = await administrator(
    `http://127.0.0.1:${local.record().port}`,
    JSON.parse(text).administrators[0],
  );
  env = {
    ...(await local.variables()),
    AWS_ACCESS_KEY_ID: ada.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ada.secretAccessKey,
    AWS_SESSION_TOKEN: ada.sessionToken,
    CI: '1',
    PLATFORM_LOCAL: local.folder,
  };
});
afterAll(() => local.run(['stop']));

function run(...command: string[]): Promise<Ended> {
  const since = Date.now();
  const child = spawn(command[0]!, command.slice(1), { cwd: copy.directory, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      output += text;
    });
  return new Promise((resolve) =>
    child.once('close', (code) => {
      writeFileSync(`/tmp/tooling-${command.slice(1, 4).join('_').replaceAll('/', '-')}.log`, output);
      console.log(command.join(' '), code, (Date.now() - since) / 1000, output.slice(-1500));
      resolve({ code, output });
    }),
  );
}
const cdktf = (...args: string[]) => run(join(copy.directory, 'node_modules/.bin/cdktf'), ...args);
const npm = (name: string, ...args: string[]) => run('npm', 'run', '--silent', name, '--', ...args);

test('all', async () => {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${NEW_TOOLING}:root` }, Action: 'sts:AssumeRole' },
    ],
  };
  const keys = Object.entries(local.asRoot(ENVIRONMENT))
    .filter(([, value]) => value)
    .map(([n, v]) => `${n}=${v}`)
    .join(' ');
  local.shell(
    `unset AWS_SESSION_TOKEN; export ${keys}; aws iam create-role --role-name acme-account --assume-role-policy-document '${JSON.stringify(trust)}' && aws iam attach-role-policy --role-name acme-account --policy-arn arn:aws:iam::aws:policy/AdministratorAccess`,
  );
  const results = [
    await npm('bootstrap', '--auto-approve'),
    await npm('recover', `account-${ENVIRONMENT}`),
    await cdktf('deploy', `account-${ENVIRONMENT}`, '--auto-approve'),
    await npm('recover', ENVIRONMENT),
    await cdktf('deploy', `${ENVIRONMENT}*`, '--auto-approve'),
    await cdktf('diff', `${ENVIRONMENT}*`),
  ];
  expect(results.map(({ code }) => code)).toEqual(results.map(() => 0));
});
