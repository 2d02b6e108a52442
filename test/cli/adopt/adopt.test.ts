import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAdoptArguments } from '../../../cli/adopt/arguments';
import { Command } from '../command';
import { FakePrograms } from '../fake-program';

jest.setTimeout(60_000);

const command = new Command('adopt');
const GROUP = 'aws_cloudwatch_log_group.cluster_logs';

let fake: FakePrograms;
beforeEach(() => {
  fake = new FakePrograms();
  // An app with one stack, which has one resource.
  writeFileSync(
    join(command.project, 'app.js'),
    `const { mkdirSync, writeFileSync } = require('node:fs');
    const out = process.env.CDKTF_OUTDIR;
    mkdirSync(out + '/stacks/dev', { recursive: true });
    const dev = { name: 'dev', workingDirectory: 'stacks/dev', synthesizedStackPath: 'stacks/dev/cdk.tf.json', dependencies: [] };
    writeFileSync(out + '/manifest.json', JSON.stringify({ version: '1', stacks: { dev } }));
    writeFileSync(out + '/stacks/dev/cdk.tf.json', JSON.stringify({ resource: { aws_cloudwatch_log_group: { cluster_logs: {} } } }));`,
  );
});
afterEach(() => fake.remove());

const adopt = (...args: string[]) =>
  command.run(args, { PATH: `${fake.folder}:${process.env.PATH}`, TERRAFORM_BINARY_NAME: 'terraform' });
const calls = () => fake.calls().map(({ args }) => args.filter((arg) => !arg.startsWith('-')).join(' '));

test('what is there already is imported into the state of its stack, which a deploy goes on from', async () => {
  fake.add('terraform', [{ to: 'init' }, { to: 'import' }]);
  const { code, stdout } = await adopt('dev', GROUP, '/aws/eks/dev/cluster');
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: `${GROUP} is in the state of dev. Next: npx cdktf deploy dev\n`,
  });
  expect(calls()).toEqual(['init', `import ${GROUP} /aws/eks/dev/cluster`]);
});

test('what Terraform says is told, without a trace', async () => {
  fake.add('terraform', [
    { to: 'init' },
    { to: 'import', complains: 'Error: Cannot import non-existent remote object', code: 1 },
  ]);
  const { code, stderr } = await adopt('dev', GROUP, '/aws/eks/dev/cluster');
  expect(code).toBe(1);
  expect(stderr).toContain('Cannot import non-existent remote object');
  expect(stderr).not.toContain('    at ');
});

test.each([
  [['dve', GROUP, 'x'], 'stack: got "dve"'],
  [['d*', 'aws_cloudwatch_log_group.cluster_log', 'x'], `did you mean "${GROUP}"?`],
])('%j changes no state', async (args, message) => {
  fake.add('terraform', [{ to: '' }]);
  const { code, stderr } = await adopt(...args);
  expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
  expect(calls()).toEqual([]);
});

test.each([[[]], [['dev']], [['dev', GROUP]], [['dev', GROUP, 'a', 'b']], [['dev', GROUP, '']]])(
  '%j is refused with what is allowed',
  (args) => {
    expect(() => parseAdoptArguments(args)).toThrow('allowed: STACK ADDRESS ID');
  },
);
