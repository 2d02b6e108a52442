import { writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { FakePrograms } from '../fake-program';
import { Toy } from '../toy';

// Ends itself a moment after the first interrupt, and at once at the second.
const interruptible = `
if (process.argv[2] === 'force-unlock') process.exit(1);
let count = 0;
process.on('SIGINT', () => {
  count += 1;
  console.log('interrupt ' + count);
  if (count === 2) process.exit(1);
  setTimeout(() => { console.log('unlocked'); process.exit(1); }, 500);
});
setInterval(() => {}, 1000);
console.log('working');`;

const locked = (who: string, created: Date, apply = 'process.kill(process.pid, "SIGKILL")') => `
const [command, ...args] = process.argv.slice(2);
const id = args.at(-1);
if (command !== 'force-unlock') { ${apply} }
else if (id === '77') require('node:fs').writeFileSync('unlocked', '');
else {
  console.log('  ID:    77\\n  Who:   ${who}\\n  Created:   ${created.toISOString().replace('T', ' ')}');
  process.exit(1);
}`;

jest.setTimeout(30_000);

let toy: Toy;
beforeEach(() => {
  toy = new Toy();
});
afterEach(() => toy.remove());

const why = () =>
  toy.list('cdktf.out/run-1').map((file) => JSON.parse(toy.read('cdktf.out/run-1', file)).why);

test.each([[['destroy', '-auto-approve']], [['apply', '-destroy']], [['plan', '-destroy=true']]])(
  'a protected stack refuses terraform %p and says why',
  async (args) => {
    toy.stack({ locals: { protection: 'prod is protected: do this first' } }).terraform('console.log("ran")');
    const { code, output } = await toy.guard(...args).ended;
    expect(output).toContain('Error: prod is protected: do this first');
    expect(output).not.toContain('ran');
    expect(code).toBe(1);
  },
);

test('a protected stack can be deployed, and any other destroyed', async () => {
  toy.terraform('console.log("ran")');
  toy.stack({ locals: { protection: 'prod is protected' } });
  await expect(toy.guard('apply').ended).resolves.toEqual({ code: 0, output: 'ran\n' });
  toy.stack({ locals: {} });
  await expect(toy.guard('destroy').ended).resolves.toEqual({ code: 0, output: 'ran\n' });
});

test('what runs in a protected environment is as protected', async () => {
  toy.stack({ locals: { protection: 'prod is protected: do this first' } }).dependant('dev-services');
  toy.terraform('console.log("ran")');
  await expect(toy.guardIn('dev-services', ['destroy']).ended).resolves.toEqual({
    code: 1,
    output: '\nError: prod is protected: do this first\n\n',
  });
  await expect(toy.guardIn('dev-services', ['apply']).ended).resolves.toMatchObject({ code: 0 });
});

test('a failed Job is a failure that says where to look, with the context of the environment', async () => {
  toy
    .stack({})
    .dependant('dev-services')
    .terraform(`
    require('node:fs').writeFileSync(process.env.TF_LOG_PATH,
      '2026-11-24T10:29:45.203Z [ERROR] vertex "kubernetes_job_v1.a" error: job: shop/a is in failed state\\n');
    process.exit(1);`);
  await toy.guardIn('dev-services', ['apply']).ended;
  const notes = toy.list('cdktf.out/run-1').filter((file) => file.endsWith('.json'));
  expect(notes.map((file) => JSON.parse(toy.read('cdktf.out/run-1', file)).hints)).toEqual([
    [expect.stringContaining('kubectl --context dev -n shop logs job/a')],
  ]);
});

test('nothing that would change Terraform for this user alone reaches it', async () => {
  toy.terraform(
    'console.log(Object.keys(process.env).filter((name) => /^(KUBE_|TF_(WORKSPACE|DATA_DIR))/.test(name)))',
  );
  const { output } = await toy.guardIn('dev', ['apply'], {
    KUBE_TOKEN: 'mine',
    KUBE_CONFIG_PATH: '/me',
    TF_WORKSPACE: 'dev',
    TF_DATA_DIR: '/me',
  }).ended;
  expect(output).toBe('[]\n');
});

test("Terraform's own exit code is passed on", async () => {
  toy.terraform('process.exit(2)');
  await expect(toy.guard('plan').ended).resolves.toMatchObject({ code: 2 });
});

test('a killed Terraform is a failure', async () => {
  toy.terraform('process.kill(process.pid, "SIGKILL")');
  await expect(toy.guard('apply').ended).resolves.toMatchObject({ code: 137 });
});

test('the lock of a killed Terraform is released', async () => {
  toy.terraform(locked(`${userInfo().username}@${hostname()}`, new Date(Date.now() + 5000)));
  await toy.guard('apply').ended;
  expect(toy.has('stacks/dev/unlocked')).toBe(true);
  expect(why()).toEqual([
    expect.stringMatching(
      /released the lock that it left on dev.* npm run recover -- dev, then the same command again/,
    ),
  ]);
});

test('the lock of a Terraform that was made to quit is released', async () => {
  const apply = `process.on('SIGINT', () => process.exit(1)); setInterval(() => {}, 1000); console.log('working');`;
  toy.terraform(locked(`${userInfo().username}@${hostname()}`, new Date(Date.now() + 5000), apply));
  const { process, shows, ended } = toy.guard('apply');
  await shows('working');
  process.kill('SIGQUIT');
  await ended;
  expect(toy.has('stacks/dev/unlocked')).toBe(true);
});

test('the lock stays when Terraform fails by itself', async () => {
  toy.terraform(
    locked(`${userInfo().username}@${hostname()}`, new Date(Date.now() + 5000), 'process.exit(1)'),
  );
  await toy.guard('apply').ended;
  expect(toy.has('stacks/dev/unlocked')).toBe(false);
});

test.each([
  ['of somebody else', 'jo@laptop', Date.now() + 5000],
  ['older than the killed Terraform', `${userInfo().username}@${hostname()}`, Date.now() - 60_000],
])('a lock %s stays', async (_, who, created) => {
  toy.terraform(locked(who, new Date(created)));
  await toy.guard('apply').ended;
  expect(toy.has('stacks/dev/unlocked')).toBe(false);
  expect(why()).toEqual([
    expect.stringMatching(/^dev is locked by .* since .* npm run recover -- dev --unlock$/),
  ]);
});

test('several signals are one interrupt for Terraform, and a closed terminal is none', async () => {
  const { process, shows, ended } = toy.terraform(interruptible).guard('apply');
  await shows('working');
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGINT'] as const) process.kill(signal);
  const { code, output } = await ended;
  expect(output).toBe('working\ninterrupt 1\nunlocked\n');
  expect(code).toBe(1);
});

test('Terraform quits at once when that is asked for', async () => {
  const { process, shows, ended } = toy.terraform(interruptible).guard('apply');
  await shows('working');
  process.kill('SIGINT');
  await shows('interrupt 1');
  process.kill('SIGQUIT');
  expect((await ended).output).toBe('working\ninterrupt 1\ninterrupt 2\n');
});

test('Terraform does not start in a run that is stopping', async () => {
  toy.terraform('console.log("ran")').guard('version');
  writeFileSync(toy.path('cdktf.out/run-1/stop'), '');
  await expect(toy.guard('apply').ended).resolves.toEqual({ code: 130, output: '' });
});

test("init gets the project's selection of providers", async () => {
  toy.terraform('');
  writeFileSync(toy.path('.terraform.lock.hcl'), 'selected');
  await toy.guard('init').ended;
  expect(toy.read('stacks/dev/.terraform.lock.hcl')).toBe('selected');
});

describe('a state', () => {
  const KEY = 'dev.tfstate';
  const entry = { Key: KEY, VersionId: 'v2', LastModified: '2026-11-29T10:00:00Z', IsLatest: true, Size: 0 };
  const programs = new FakePrograms();
  const path = { PATH: `${programs.folder}:${process.env.PATH}` };
  afterAll(() => programs.remove());
  beforeEach(() => {
    toy.stack({ terraform: { backend: { s3: { bucket: 'acme-state', key: KEY, region: 'eu-central-1' } } } });
    toy.terraform('console.log("ran"); process.exit(process.argv.includes("-fails") ? 1 : 0)');
  });
  const answers = (answer: { says?: object; complains?: string; code?: number }) =>
    programs.add('aws', [{ to: 'list-object-versions', ...answer }]);
  const notes = () =>
    toy
      .list('cdktf.out/run-1')
      .filter((file) => file.endsWith('.json'))
      .map((file) => JSON.parse(toy.read('cdktf.out/run-1', file)));

  test('that was lost ends the run at init, before anything is planned as new', async () => {
    answers({ says: { Versions: [entry] } });
    const { code, output } = await toy.guardIn('dev', ['init'], path).ended;
    expect(output).toContain('Error: the state of dev is empty, since 2026-11-29T10:00:00Z');
    expect(code).toBe(1);
    expect(notes()).toEqual([expect.objectContaining({ code: 1, why: expect.stringContaining('is empty') })]);
  });

  test('that is what it should be is looked at once in a run, at init', async () => {
    answers({ says: { Versions: [{ ...entry, Size: 9 }] } });
    const before = programs.calls().length;
    for (const command of ['init', 'plan', 'apply', 'output']) {
      await expect(toy.guardIn('dev', [command], path).ended).resolves.toMatchObject({ code: 0 });
    }
    expect(programs.calls()).toHaveLength(before + 1);
  });

  test('that these credentials may not look at is told of, and the run goes on', async () => {
    answers({ complains: 'An error occurred (AccessDenied) when calling ListObjectVersions', code: 254 });
    const { code, output } = await toy.guardIn('dev', ['init'], path).ended;
    expect({ code, output }).toEqual({ code: 0, output: 'ran\n' });
    expect(notes()[0].hints).toEqual([expect.stringContaining('may not look at the state dev.tfstate')]);
  });

  test('that nobody can look at for another reason is told of once, by Terraform if that fails too', async () => {
    answers({ complains: 'Could not connect to the endpoint URL', code: 255 });
    await toy.guardIn('dev', ['init', '-fails'], path).ended;
    expect(notes()[0]).toMatchObject({ code: 1, hints: [] });
  });
});
