import { setTimeout as sleep } from 'node:timers/promises';
import { Toy } from '../toy';

const settings = `console.log(JSON.stringify({
  output: process.env.CDKTF_OUTPUT,
  args: process.argv.slice(2),
}));`;

/** Starts Terraform as the CLI does. */
const terraform = (then: string) => `
const terraform = require('node:child_process').spawn(process.env.TERRAFORM_BINARY_NAME, ['apply'], { cwd: 'stacks/dev', stdio: 'inherit' });
${then}`;

const slow = `
if (process.argv[2] === 'force-unlock') process.exit(1);
process.on('SIGINT', () => setTimeout(() => { console.log('unlocked'); process.exit(1); }, 700));
setTimeout(() => process.exit(0), 20_000);
console.log('working');`;

jest.setTimeout(30_000);

let toy: Toy;
beforeEach(() => {
  toy = new Toy();
});
afterEach(() => toy.remove());

test('two runs side by side synthesize to folders of their own, which they remove', async () => {
  toy.cli(settings);
  const runs = await Promise.all([
    toy.cdktf('deploy', 'dev', '--auto-approve').ended,
    toy.cdktf('diff', 'dev').ended,
  ]);
  const [first, second] = runs.map(({ output }) => JSON.parse(output).output);
  expect(first).toContain(toy.path('cdktf.out/run-'));
  expect(second).not.toBe(first);
  expect(toy.list('cdktf.out')).toEqual([]);
});

test.each([[['synth']], [['deploy', 'dev', '--auto-approve', '--skip-synth']], [['diff', '-o', 'there']]])(
  'cdktf %p writes where the CLI does',
  async (args) => {
    const { output } = await toy.cli(settings).cdktf(...args).ended;
    expect(JSON.parse(output)).toMatchObject({ args });
    expect(JSON.parse(output).output).toBeUndefined();
  },
);

test.each([[['dev*']], [['dev-services', 'dev']]])(
  'cdktf diff %p plans each of them, from one synthesis',
  async (names) => {
    toy.cli(settings).dependant('dev-services').app();
    const { code, output } = await toy.cdktf('diff', ...names, '--var', 'a=b').ended;
    expect(output.match(/"args":.*\]/g)).toEqual([
      '"args":["diff","--var","a=b","dev","--skip-synth"]',
      '"args":["diff","--var","a=b","dev-services","--skip-synth"]',
    ]);
    expect(code).toBe(0);
    expect(toy.list('cdktf.out')).toEqual([]);
  },
);

test('cdktf diff of several: one that fails does not stop the others, and is not forgotten', async () => {
  toy.cli(`console.log(process.argv[3]); process.exit(process.argv[3] === 'dev' ? 3 : 0);`);
  const { code, output } = await toy.dependant('dev-services').app().cdktf('diff', 'dev*').ended;
  expect(output.match(/^dev.*/gm)).toEqual(['dev', 'dev-services']);
  expect(code).toBe(3);
});

test('cdktf diff says which stacks there are when a pattern means none', async () => {
  toy.cli('').dependant('dev-services').app();
  const { code, output } = await toy.cdktf('diff', 'pord*').ended;
  expect(output).toBe('cdktf: stack: got "pord*"; allowed: dev, dev-services\n');
  expect(code).toBe(1);
});

test('refuses arguments that the shell has for every Terraform, and lets them pass where none runs', async () => {
  toy.cli('console.log("ran")');
  const env = { TF_CLI_ARGS_apply: '-target=aws_vpc.a' };
  expect(await toy.cdktfWith(env, 'deploy', 'dev', '--auto-approve').ended).toEqual({
    code: 1,
    output:
      'cdktf: The shell sets TF_CLI_ARGS_apply="-target=aws_vpc.a", which would change what Terraform does in every stack. First: unset TF_CLI_ARGS_apply\n',
  });
  expect(await toy.cdktfWith(env, 'synth').ended).toEqual({ code: 0, output: 'ran\n' });
});

test('fails readably without a terminal to approve at', async () => {
  const { code, output } = await toy.cli(settings).cdktf('deploy', 'dev').ended;
  expect(output).toBe(
    'cdktf: no terminal to ask for approval at. Look at "cdktf diff" first, then add --auto-approve.\n',
  );
  expect(code).toBe(1);
});

const IGNORE = '--ignore-missing-stack-dependencies';
test.each([[['dev', 'dev-services']], [['dev*']]])(
  'refuses to destroy %j without their order, as the CLI would start Terraform for ever',
  async (names) => {
    const { code, output } = await toy.cli(settings).cdktf('destroy', ...names, IGNORE, '--auto-approve')
      .ended;
    expect(output).toMatch(
      /^cdktf: destroy with --ignore-missing-stack-dependencies: got several stacks, allowed one/,
    );
    expect(code).toBe(1);
  },
);

test('destroys one stack without those that it builds on', async () => {
  const args = ['destroy', 'dev-services', IGNORE, '--parallelism', '1', '--auto-approve'];
  await expect(toy.cli(settings).cdktf(...args).ended).resolves.toMatchObject({ code: 0 });
});

test("the CLI's exit code is passed on", async () => {
  await expect(toy.cli('process.exit(3)').cdktf('synth').ended).resolves.toMatchObject({ code: 3 });
});

test('fails when a Terraform was killed, whatever the CLI says', async () => {
  toy.terraform('process.kill(process.pid, "SIGKILL")').cli(terraform(''));
  const { code, output } = await toy.cdktf('deploy', 'dev', '--auto-approve').ended;
  expect(output).toBe('cdktf: terraform apply in dev: exit code 137\n');
  expect(code).toBe(1);
});

test('an unhandled rejection in the CLI fails, but does not end it', async () => {
  toy.cli('Promise.reject(1); setTimeout(() => console.log("went on"), 100)');
  const { code, output } = await toy.cdktf('synth').ended;
  expect(output).toBe('went on\n');
  expect(code).toBe(1);
});

test('Terraform outlives a CLI that dies, and is waited for', async () => {
  toy.terraform(`
    require('node:fs').writeFileSync('started', '');
    setTimeout(() => require('node:fs').writeFileSync('saved', ''), 1000);`);
  toy.cli(
    terraform(`setInterval(() => {
      if (require('node:fs').existsSync('stacks/dev/started')) process.kill(process.pid, 'SIGKILL');
    }, 50);`),
  );
  const { code, output } = await toy.cdktf('deploy', 'dev', '--auto-approve').ended;
  expect(output).toBe('cdktf: the CLI has ended; waiting for terraform apply in dev\n');
  expect(toy.has('stacks/dev/saved')).toBe(true);
  expect(code).toBe(137);
});

test('Ctrl-C lets Terraform finish, starts no other, and ends with 130', async () => {
  toy.terraform(slow).cli(terraform('terraform.on("exit", () => { console.log("cli done"); });'));
  const { process: command, shows, ended } = toy.cdktf('deploy', 'dev', '--auto-approve');
  await shows('working');
  process.kill(-command.pid!, 'SIGINT');
  // npm's own copy of the signal.
  command.kill('SIGINT');
  const { code, output } = await ended;
  expect(output).toMatch(/stopping terraform apply in dev, which .*unlocked\ncli done\n/s);
  expect(output).not.toContain('still waiting');
  expect(code).toBe(130);
  expect(toy.list('cdktf.out')).toEqual([]);
});

test('a second Ctrl-C says what it waits for and what a third would do', async () => {
  toy.terraform(slow.replace('700', '1500')).cli(terraform(''));
  const { process: command, shows, ended } = toy.cdktf('deploy', 'dev', '--auto-approve');
  await shows('working');
  command.kill('SIGINT');
  await sleep(600);
  command.kill('SIGINT');
  await shows('still waiting for terraform apply in dev. Ctrl-C once more makes it quit at once');
  expect((await ended).code).toBe(130);
});

test('Ctrl-C before any Terraform ends the CLI and the app', async () => {
  toy.cli('console.log("synthesizing"); setInterval(() => {}, 1000)');
  const { process: command, shows, ended } = toy.cdktf('diff', 'dev');
  await shows('synthesizing');
  command.kill('SIGINT');
  expect((await ended).code).toBe(130);
});

test('a state that Terraform could not store stays', async () => {
  toy.cli(`const folder = process.env.CDKTF_OUTPUT + '/stacks/dev';
    require('node:fs').mkdirSync(folder, { recursive: true });
    require('node:fs').writeFileSync(folder + '/errored.tfstate', '');`);
  const { output } = await toy.cdktf('deploy', 'dev', '--auto-approve').ended;
  expect(output).toMatch(/left it here: .*\/cdktf.out\/run-\w+\/out\/stacks\/dev\/errored.tfstate\n$/);
  expect(toy.list('cdktf.out')).toHaveLength(1);
});

test('a destroy that left something says what, and is no success', async () => {
  const note = { guard: 1, what: 'destroy in dev', code: 0, left: 2, hints: ['dev: the destroy has left 2'] };
  toy.cli(
    `require('node:fs').writeFileSync(process.env.PLATFORM_RUN + '/1.json', '${JSON.stringify(note)}');`,
  );
  const { code, output } = await toy.cdktf('destroy', 'dev', '--auto-approve').ended;
  expect(output).toContain('cdktf: dev: the destroy has left 2');
  expect(code).toBe(1);
});
