import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Toy } from '../toy';

jest.setTimeout(60_000);

const before = { changed: 0, at: '2026-11-24T09:00:00.000Z', by: 'ann', reviewed: false, services: {} };
const own = {
  commit: 'f'.repeat(40),
  changed: 0,
  at: expect.any(String),
  by: 'arn:aws:sts::1:assumed-role/acme-deploy/ben',
  reviewed: false,
};

/** Keeps one parameter, as AWS would, and all that it ever was. */
const AWS = `#!${process.execPath}
const { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
const after = (option) => args[args.indexOf(option) + 1];
const file = __dirname + '/parameter';
const say = (value) => console.log(JSON.stringify(value));
const fail = (text) => { process.stderr.write(text); process.exit(254); };
switch (args[1]) {
  case 'assume-role':
    say({ Credentials: { AccessKeyId: 'A', SecretAccessKey: 'B', SessionToken: 'C' } });
    break;
  case 'get-caller-identity': say({ Arn: '${own.by}' }); break;
  case 'get-parameter':
    if (!existsSync(file)) fail('ParameterNotFound');
    say({ Parameter: { Value: readFileSync(file, 'utf8') } });
    break;
  case 'put-parameter':
    if (existsSync(__dirname + '/throttles')) fail('ThrottlingException');
    if (after('--name') !== '/acme/dev/deployed/dev') fail('other name');
    writeFileSync(file, after('--value'));
    appendFileSync(__dirname + '/written', after('--value') + '\\n');
    break;
  case 'delete-parameters': rmSync(file); break;
  default: fail('no answer to ' + args.join(' '));
}
`;

let toy: Toy;
let aws: string;
beforeEach(() => {
  aws = mkdtempSync(join(tmpdir(), 'platform-aws-'));
  writeFileSync(join(aws, 'aws'), AWS);
  chmodSync(join(aws, 'aws'), 0o755);
  stored(before);
  toy = new Toy().modules('zod').stack({
    provider: {
      aws: [
        {
          region: 'eu-central-1',
          assume_role: [{ role_arn: 'arn:aws:iam::1:role/acme-deploy-dev' }],
          default_tags: [{ tags: { platform: 'acme', environment: 'dev' } }],
        },
      ],
    },
    resource: { aws_eks_cluster: { main: { name: 'dev' } } },
  });
});
afterEach(() => {
  toy.remove();
  rmSync(aws, { recursive: true });
});

const stored = (value: object) => writeFileSync(join(aws, 'parameter'), JSON.stringify(value));
const parameter = () =>
  existsSync(join(aws, 'parameter')) ? JSON.parse(readFileSync(join(aws, 'parameter'), 'utf8')) : undefined;
const written = () =>
  existsSync(join(aws, 'written'))
    ? readFileSync(join(aws, 'written'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];
const start = (...args: string[]) =>
  toy.guardIn('dev', args, {
    PATH: `${aws}:${process.env.PATH}`,
    PLATFORM_SOURCE: JSON.stringify({ commit: 'f'.repeat(40), changed: 0 }),
  });
const hints = () =>
  toy
    .list('cdktf.out/run-1')
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => JSON.parse(toy.read('cdktf.out/run-1', file)).hints);

/** A Terraform of which a resource fails. */
const FAILS = `
if (process.argv[2] === 'apply') {
  require('node:fs').writeFileSync(process.env.TF_LOG_PATH,
    '2026-11-24T10:29:45.203Z [ERROR] vertex "aws_eks_cluster.main" error: no room\\n');
  process.exit(1);
}`;

test('what begins is recorded before Terraform runs, and its success over it', async () => {
  toy.terraform(`console.log(require('node:fs').readFileSync('${aws}/parameter', 'utf8'))`);
  const { code, output } = await start('apply', '-auto-approve').ended;
  expect(JSON.parse(output)).toEqual({ ...before, attempt: own });
  expect(parameter()).toEqual({ ...own, services: {} });
  expect(code).toBe(0);
  expect(hints()).toEqual([]);
});

test('a deploy that fails leaves the record of the one before, and says when it failed', async () => {
  toy.terraform(FAILS);
  const { code } = await start('apply', '-auto-approve').ended;
  expect(parameter()).toEqual({ ...before, attempt: { ...own, failed: expect.any(String) } });
  expect(code).toBe(1);
});

test('a deploy that is killed leaves that it has begun', async () => {
  toy.terraform(`if (process.argv[2] === 'apply') { console.log('working'); setInterval(() => {}, 1000); }`);
  const { process: guard, shows, ended } = start('apply', '-auto-approve');
  await shows('working');
  process.kill(-guard.pid!, 'SIGKILL');
  await ended;
  expect(parameter()).toEqual({ ...before, attempt: own });
});

test('a deploy that is declined, or finds a lock, changes nothing and leaves nothing', async () => {
  toy.terraform(`process.exit(process.argv[2] === 'apply' ? 1 : 0)`);
  const failed = { ...own, at: before.at, failed: before.at };
  stored({ ...before, attempt: failed });
  const { code } = await start('apply').ended;
  expect(written()[0]).toEqual({ ...before, attempt: own });
  expect(parameter()).toEqual({ ...before, attempt: failed });
  expect(code).toBe(1);
});

test('a state that could not be stored is no end like that', async () => {
  toy.terraform(`require('node:fs').writeFileSync('errored.tfstate', ''); process.exit(1);`);
  await start('apply', '-auto-approve').ended;
  expect(parameter()).toMatchObject({ attempt: { failed: expect.any(String) } });
});

test('a failed write is a sentence at the end, and stops nothing', async () => {
  toy.terraform('console.log("ran")');
  writeFileSync(join(aws, 'throttles'), '');
  const { code, output } = await start('apply', '-auto-approve').ended;
  expect({ code, output }).toEqual({ code: 0, output: 'ran\n' });
  expect(hints()).toEqual([
    'dev: that this deploy has begun could not be recorded for "npm run status": aws ssm put-parameter: ThrottlingException',
    'dev: how this deploy has ended could not be recorded for "npm run status": aws ssm put-parameter: ThrottlingException',
  ]);
});

test('a destroy is recorded as one, and its success deletes the record', async () => {
  await start('destroy', '-auto-approve').ended;
  expect(written()).toEqual([{ ...before, attempt: { ...own, destroys: true } }]);
  expect(parameter()).toBeUndefined();
});

test.each(['plan', 'init', 'output'])('%s is no attempt', async (command) => {
  await start(command).ended;
  expect(written()).toEqual([]);
});
