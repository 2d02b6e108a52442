import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { protection } from '../../constructs/core/protection';
import { Keys } from '../../constructs/encryption/keys';
import { LogGroup } from '../../constructs/logs/log-group';
import { loadProject } from '../../parameters/project';
import { BareEmulator } from '../e2e/bare-emulator';
import { WorkFolder } from '../e2e/work-folder';
import { synth } from '../helpers';

// What a destroy left behind does not stop the next deploy.
jest.setTimeout(5 * 60_000);

const { name: platform, toolingAccount: account, region } = loadProject('platform.json');
const naming = { platform, environment: 'dev', account, region };
const NAME = '/aws/eks/dev/cluster';

let emulator: BareEmulator;
let work: WorkFolder;
beforeAll(async () => {
  emulator = await BareEmulator.start('e2e-left-over', 6370);
  work = new WorkFolder(emulator);
});
afterAll(() => emulator?.stop());

const succeed = (program: string, ...args: string[]) => work.succeed(program, ...args);
const apply = () => work.run('terraform', 'apply', '-auto-approve', '-no-color', '-input=false');

async function groups() {
  const described = await succeed('aws', 'logs', 'describe-log-groups', '--output', 'json');
  return JSON.parse(described).logGroups as { kmsKeyId?: string; retentionInDays?: number }[];
}

/** The stack with its log group alone, and the state beside it. */
function write(name: string): void {
  const document = synth((stack) => {
    const keys = new Keys(stack, 'keys', { naming, protection: protection(false) });
    new LogGroup(stack, 'group', { naming, name, keyArn: keys.logs.arn, retentionDays: 30 });
  });
  const provider = { aws: [{ region, allowed_account_ids: [account] }] };
  writeFileSync(join(work.directory, 'main.tf.json'), JSON.stringify({ ...document, provider }));
}

test('EKS writes its log group again after the cluster is gone: the next deploy takes it over, with key and end', async () => {
  write(NAME);
  await succeed('terraform', 'init', '-input=false');
  await succeed('terraform', 'apply', '-auto-approve', '-input=false');
  await succeed('terraform', 'destroy', '-auto-approve', '-input=false');
  await succeed('aws', 'logs', 'create-log-group', '--log-group-name', NAME);

  expect(await apply()).toMatchObject({ code: 0, stdout: expect.stringContaining('1 imported') });
  expect(await groups()).toEqual([
    expect.objectContaining({ retentionInDays: 30, kmsKeyId: expect.stringMatching(/^arn:/) }),
  ]);
  expect(await succeed('terraform', 'plan', '-no-color')).toContain('No changes.');
});

test('one that somebody deletes is made again, and a longer name is none of it', async () => {
  await succeed('aws', 'logs', 'delete-log-group', '--log-group-name', NAME);
  await succeed('aws', 'logs', 'create-log-group', '--log-group-name', `${NAME}-of-others`);
  expect(await apply()).toMatchObject({ code: 0, stdout: expect.stringContaining('1 added, 0 changed') });
  await succeed('terraform', 'destroy', '-auto-approve', '-input=false');
  expect(await groups()).toHaveLength(1);
});
