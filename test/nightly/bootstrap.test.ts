import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rootKey } from '../../local/emulated-aws/assume-role';
import { capture } from '../../programs/capture';
import { BareEmulator } from '../e2e/bare-emulator';
import { type Ended, project, root } from '../e2e/local-command';
import { ProjectCopy } from '../e2e/project-copy';

// From an empty account on, in the order of the file: each test goes on from where the last one ended.
jest.setTimeout(15 * 60_000);

const copy = new ProjectCopy(join(root, '.local', 'e2e-bootstrap-project'));
const STATE = join(copy.directory, 'bootstrap.tfstate');
const BUCKET = `${project.name}-state-${project.toolingAccount}`;

let aws: BareEmulator;
beforeAll(async () => {
  aws = await BareEmulator.start('e2e-bootstrap', 6130);
});
afterAll(() => aws.stop());

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Settles when it has printed that. */
  shows(text: string): Promise<void>;
}

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, args, {
    cwd: copy.directory,
    env: { ...aws.env, CI: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, which a Ctrl-C reaches as a whole, as at a terminal.
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text;
    });
  }
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, output })));
  let over = false;
  ended.then(() => {
    over = true;
  });
  return {
    child,
    ended,
    async shows(text) {
      while (!output.includes(text)) {
        if (over) throw new Error(output);
        await sleep(50);
      }
    },
  };
}

const bootstrap = (env?: NodeJS.ProcessEnv) =>
  start(['--import', 'tsx', 'cli/bootstrap/bootstrap.ts', '--auto-approve'], env);
const cdktf = (...args: string[]) => start(['cli/safe-cdktf/cdktf', ...args]).ended;

const state = (...args: string[]) => start(['run.js', 'cli/state/state.ts', ...args]).ended;

/** Does what the output says, in its own words. */
async function putBack(said: string): Promise<void> {
  const [, words] = said.match(/npm run state -- (restore \S+ \S+)/)!;
  const { code, output } = await state(...words!.split(' '), '--auto-approve');
  expect(output).toContain('is put back');
  expect(code).toBe(0);
}

async function cli(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { code, stdout, stderr } = await capture('aws', args, { env: { ...aws.env, ...env } });
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
}

describe('without credentials of the tooling account it says so, and begins nothing', () => {
  const refused = async (env?: NodeJS.ProcessEnv) => {
    const { code, output } = await bootstrap(env).ended;
    expect(code).toBe(1);
    expect(existsSync(STATE)).toBe(false);
    expect(output.trim().split('\n')).toHaveLength(1);
    return output;
  };
  const wanted = `wanted: credentials of the tooling account ${project.toolingAccount}, which platform.json names`;

  test('none', async () => {
    const none = Object.fromEntries(
      ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_SHARED_CREDENTIALS_FILE'].map(
        (name) => [name, undefined],
      ),
    );
    const output = await refused({ ...none, HOME: copy.directory });
    expect(output).toContain('AWS does not know who calls: Unable to locate credentials');
    expect(output).toContain(wanted);
  });

  test('expired ones', async () => {
    await aws.ask('faults', {
      method: 'POST',
      body: JSON.stringify({
        service: 'sts',
        action: 'GetCallerIdentity',
        status: 403,
        code: 'ExpiredToken',
        message: 'The security token included in the request is expired',
      }),
    });
    const output = await refused();
    await aws.ask('faults', { method: 'DELETE' });
    expect(output).toContain('The security token included in the request is expired');
    expect(output).toContain(wanted);
  });

  test('those of another account', async () => {
    const other = rootKey('111111111111');
    const output = await refused({
      AWS_ACCESS_KEY_ID: other,
      AWS_SECRET_ACCESS_KEY: other,
      AWS_SESSION_TOKEN: undefined,
    });
    expect(output).toContain(`AWS account: got 111111111111; ${wanted}`);
  });
});

test('before there is a bucket, another stack says what makes it', async () => {
  const { code, output } = await cdktf('diff', 'account-dev');
  expect(output).toContain(`the state's bucket ${BUCKET} is not there: make it by "npm run bootstrap"`);
  expect(code).toBe(1);
});

// While AWS takes its time: a request that is cut off may have been carried out, and Terraform knows nothing of it.
test('Ctrl-C in the first deploy leaves the state in the file', async () => {
  const { child, ended, shows } = bootstrap();
  await shows('lifecycle: Still creating... [4');
  process.kill(-child.pid!, 'SIGINT');
  expect((await ended).code).toBe(130);
  expect(existsSync(STATE)).toBe(true);
});

test('killed between the deploy and the move, it leaves the state in the file', async () => {
  const { child, ended } = bootstrap();
  const pushing = () =>
    existsSync(join(copy.directory, 'cdktf.out')) &&
    readdirSync(join(copy.directory, 'cdktf.out')).some((name) => name.startsWith('push-'));
  while (child.exitCode === null && !pushing()) await sleep(20);
  child.kill('SIGKILL');
  const { output } = await ended;
  expect(output).toContain('Apply complete!');
  expect(existsSync(STATE)).toBe(true);
});

test('run again it changes nothing, moves the state into the bucket, and plans nothing by it', async () => {
  const { code, output } = await bootstrap().ended;
  expect(output).toContain('Resources: 0 added, 0 changed, 0 destroyed');
  expect(output).toContain('moved the state into the bucket');
  expect(code).toBe(0);
  expect(existsSync(STATE)).toBe(false);
  const state = JSON.parse(await cli(['s3', 'cp', `s3://${BUCKET}/bootstrap.tfstate`, '-']));
  expect(state.resources.length).toBeGreaterThan(40);
});

test('from then on it is a deploy as any other', async () => {
  const { code, output } = await bootstrap().ended;
  expect(output).toContain('No changes.');
  expect(output).not.toContain('moved the state');
  expect(code).toBe(0);
  expect(existsSync(STATE)).toBe(false);
});

describe("an environment's account", () => {
  const ACCOUNT = '111111111111';
  const root = {
    AWS_ACCESS_KEY_ID: rootKey(ACCOUNT),
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_SESSION_TOKEN: undefined,
  };
  const ask = async (...args: string[]) => JSON.parse(await cli(args, root));
  const rolesOfServices = (): Promise<string[]> =>
    ask('iam', 'list-roles', '--path-prefix', '/aws-service-role/', '--query', 'Roles[].RoleName');
  const encryptsDisks = () => ask('ec2', 'get-ebs-encryption-by-default');
  /** AWS makes this one with the first analyzer, and it stays. */
  const ANALYZER = 'AWSServiceRoleForAccessAnalyzer';
  const analyzers = () => ask('accessanalyzer', 'list-analyzers', '--query', 'analyzers[].type');

  test("is deployed, also where a service has its role already, as somebody's database made it", async () => {
    await ask('iam', 'create-service-linked-role', '--aws-service-name', 'rds.amazonaws.com');
    const { code, output } = await cdktf('deploy', 'account-dev', '--auto-approve');
    // The change is its tags.
    expect(output).toMatch(/Resources: 1 imported, \d+ added, 1 changed, 0 destroyed/);
    expect(code).toBe(0);
    expect((await rolesOfServices()).sort()).toEqual([
      ANALYZER,
      'AWSServiceRoleForAmazonEKS',
      'AWSServiceRoleForElastiCache',
      'AWSServiceRoleForElasticLoadBalancing',
      'AWSServiceRoleForRDS',
    ]);
  });

  // Terraform reads all of it, also the public access block, for which the AWS CLI finds no way to the emulator.
  test('is as declared: a plan of it is empty', async () => {
    expect((await cdktf('diff', 'account-dev')).output).toContain(
      'Your infrastructure matches the configuration',
    );
    expect(await encryptsDisks()).toMatchObject({ EbsEncryptionByDefault: true });
    expect(await analyzers()).toEqual(['ACCOUNT']);
  });

  test('has the roles that everything else comes in by', async () => {
    const names = await ask('iam', 'list-roles', '--query', 'Roles[].RoleName');
    const own = ['deploy', 'plan', 'drift', 'preview', 'view', 'break-glass'];
    for (const name of own.map((role) => `acme-${role}`)) expect(names).toContain(name);
  });

  describe('whose state was lost', () => {
    const NAME = 'account-dev';
    const KEY = `${NAME}.tfstate`;
    const file = join(copy.directory, 'harmed');
    const object = ['--bucket', BUCKET, '--key', KEY];
    const put = async (text: string) => {
      writeFileSync(file, text);
      await cli(['s3api', 'put-object', ...object, '--body', file]);
    };
    const stored = () => cli(['s3', 'cp', `s3://${BUCKET}/${KEY}`, '-']);
    const versions = async (): Promise<string[]> =>
      JSON.parse(
        await cli([
          ...['s3api', 'list-object-versions', '--bucket', BUCKET, '--prefix', KEY, '--delimiter', '.'],
          ...['--query', 'Versions[].VersionId'],
        ]),
      );
    const resources = async () => JSON.parse(await stored()).resources;

    const isEmptied = async () => put('');
    const isCutOff = async () => put((await stored()).slice(0, 2000));
    const isDeleted = async () => {
      await cli(['s3', 'rm', `s3://${BUCKET}/${KEY}`]);
    };
    const isOlder = async () => {
      const source = `${BUCKET}/${KEY}?versionId=${(await versions()).at(-1)}`;
      await cli(['s3api', 'copy-object', ...object, '--copy-source', source]);
    };

    test.each([
      ['deleted', isDeleted, 'was deleted at'],
      ['emptied', isEmptied, 'is empty, since'],
      ['cut off', isCutOff, 'is cut off or damaged: it is no JSON, since'],
      ['taken back to an older one', isOlder, 'was taken back at'],
    ])(
      'the state %s: nothing is made once more, and the printed command puts it back',
      async (_, harm, words) => {
        const before = await resources();
        await harm();
        const { code, output } = await cdktf('deploy', NAME, '--auto-approve');
        expect(output).toContain(`the state of ${NAME} ${words}`);
        expect(output).not.toContain('Apply complete');
        expect(code).toBe(1);
        await putBack(output);
        expect(await resources()).toEqual(before);
      },
    );

    test('who stored what is listed, and no version of it can be deleted, not even by the root of the account', async () => {
      const { output } = await state('list', NAME);
      expect(output).toMatch(/ \(apply\)\n$/);
      expect(output).toContain('(npm run state -- restore)');
      expect(output).toMatch(/ - +deleted\n/);
      const [, before] = await versions();
      await expect(cli(['s3api', 'delete-object', ...object, '--version-id', before!])).rejects.toThrow(
        'AccessDenied',
      );
    });

    test('a plan refuses it too, and is empty once it is put back', async () => {
      const plan = () => start(['--import', 'tsx', 'cli/plan/plan.ts', NAME]).ended;
      await isDeleted();
      const { code, output } = await plan();
      expect(output).toContain(`the state of ${NAME} was deleted at`);
      expect(code).toBe(1);
      await putBack(output);
      expect(await plan()).toMatchObject({ code: 0, output: expect.stringContaining('No changes') });
    });
  });

  test('is destroyed, and nothing of it is left', async () => {
    expect((await cdktf('destroy', 'account-dev', '--auto-approve')).code).toBe(0);
    expect(await aws.holds(ACCOUNT)).toEqual([]);
    expect(await rolesOfServices()).toEqual([ANALYZER]);
    expect(await encryptsDisks()).toMatchObject({ EbsEncryptionByDefault: false });
    expect(await analyzers()).toEqual([]);
  });
});

test('the state of what made the bucket is put back in the same way', async () => {
  await cli(['s3', 'rm', `s3://${BUCKET}/bootstrap.tfstate`]);
  const { code, output } = await bootstrap().ended;
  expect(output).toContain('the state of bootstrap was deleted at');
  expect(code).toBe(1);
  await putBack(output);
  expect((await bootstrap().ended).output).toContain('No changes.');
});
