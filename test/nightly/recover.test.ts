import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Planner } from '../../cli/plan/terraform';
import { Adopter } from '../../cli/recover/adopter';
import { reach } from '../../cli/recover/reach';
import { AwsResource } from '../../cli/recover/removal/aws-resource';
import { arnOf } from '../../cli/recover/twins';
import { listTagged } from '../../cli/recover/undeclared/tagged';
import { findUndeclared } from '../../cli/recover/undeclared/undeclared';
import { UndeclaredRecovery } from '../../cli/recover/undeclared/undeclared-recovery';
import type { Alerts } from '../../constructs/alerts/alerts';
import { protection } from '../../constructs/core/protection';
import { Keys } from '../../constructs/encryption/keys';
import { deliveredTo } from '../../constructs/logs/delivery-rights';
import { LogGroup } from '../../constructs/logs/log-group';
import type { LogPipeline } from '../../constructs/logs/log-pipeline';
import { Network } from '../../constructs/network/network';
import { Bucket } from '../../constructs/storage/bucket';
import { loadProject } from '../../parameters/project';
import { type Captured, capture } from '../../programs/capture';
import { SynthesizedStack } from '../../terraform/synthesized-stack';
import { BareEmulator } from '../e2e/bare-emulator';
import { synth } from '../helpers';
import { folder } from '../local/temporary';
import { environment } from '../parameters/files';

// A state that was lost, with a network and keys, whose ids AWS makes: nothing but tags, names and what they are in tells
// which they are. The drills kill whole deploys.
jest.setTimeout(10 * 60_000);

const { name: platform, toolingAccount: account, region } = loadProject('platform.json');
const naming = { platform, environment: 'dev', account, region };

let emulator: BareEmulator;
let directory: string;
let stack: SynthesizedStack;
beforeAll(async () => {
  emulator = await BareEmulator.start('e2e-recover', 6470);
  directory = folder();
  stack = write();
});
afterAll(() => emulator?.stop());

async function terraform(...args: string[]): Promise<Captured> {
  const ended = await capture('terraform', args, { cwd: directory, env: emulator.env });
  expect([ended.code, ended.stderr]).toEqual([0, expect.any(String)]);
  return ended;
}
const apply = () => terraform('apply', '-auto-approve', '-no-color', '-input=false');

function write(): SynthesizedStack {
  const { resource, data } = synth((parent) => {
    const keys = new Keys(parent, 'keys', { naming, protection: protection(false) });
    const logs: Pick<LogPipeline, 'addBucket' | 'addGroup'> = {
      addBucket: (scope, id, name) =>
        new Bucket(scope, id, {
          ...{ name, region, protection: protection(false), keyArn: keys.logs.arn },
          statements: deliveredTo(naming, name),
        }),
      addGroup: (scope, id, name) =>
        new LogGroup(scope, id, { naming, name, keyArn: keys.logs.arn, retentionDays: 30 }),
    };
    const alerts: Pick<Alerts, 'addMetricAlarm'> = { addMetricAlarm: () => {} };
    new Network(parent, 'network', {
      naming,
      logs: logs as LogPipeline,
      alerts: alerts as Alerts,
      parameters: { ...environment().parameters.network, cidr: '10.10.0.0/16', natGateways: 1 },
    });
  });
  const tags = { platform, environment: 'dev' };
  const provider = { aws: [{ region, allowed_account_ids: [account], default_tags: [{ tags }] }] };
  const document = { resource, data, provider };
  writeFileSync(join(directory, 'main.tf.json'), JSON.stringify(document));
  return new SynthesizedStack({ name: 'dev', directory, document: document as never });
}

async function recover() {
  const surroundings = await reach(stack, directory, emulator.env);
  const planner = new Planner({ args: ['-refresh=false'] }, emulator.env);
  const options = { surroundings, take: new Map(), dryRun: false, say: () => {} };
  const adopted = await new Adopter(planner, stack, options).adopt();
  if ('why' in adopted) throw new Error(adopted.why);
  return { adopted, inside: surroundings() };
}

test('everything is taken into a new state, nothing in AWS changes, and the next deploy makes nothing', async () => {
  await terraform('init', '-input=false');
  await apply();
  const before = await emulator.holds(account);
  await terraform('state', 'rm', ...(await addresses()));
  const { adopted } = await recover();
  expect(await emulator.holds(account)).toEqual(before);
  expect(adopted).toMatchObject({ refused: new Map(), several: new Map(), unknown: [], spare: [] });
  expect((await apply()).stdout).toMatch(/Resources: \d+ added, \d+ changed, 0 destroyed/);
  expect((await terraform('plan', '-no-color')).stdout).toContain('No changes.');
  expect(await emulator.holds(account)).toEqual(before);
});

test('a second VPC in which nothing is is told apart from the first, and removed', async () => {
  const before = await emulator.holds(account);
  const tags = `Tags=[{Key=environment,Value=dev},{Key=Name,Value=dev}]`;
  await aws(
    'ec2',
    'create-vpc',
    '--cidr-block',
    '10.10.0.0/16',
    '--tag-specifications',
    `ResourceType=vpc,${tags}`,
  );
  const { adopted, inside } = await recover();
  expect(adopted.spare).toMatchObject([{ address: 'aws_vpc.network', isEmpty: true }]);
  for (const spare of adopted.spare) await new AwsResource(arnOf(spare, inside)).remove(inside.aws);
  expect(await emulator.holds(account)).toEqual(before);
});

test('what another branch has made is told apart from what the state has, removed when it is named, and nothing else', async () => {
  const before = await emulator.holds(account);
  const tags = Object.entries({ environment: 'dev', platform }).map(
    ([Key, Value]) => `{Key=${Key},Value=${Value}}`,
  );
  const group = ['--group-name', 'dev-old', '--description', 'of a service that was taken out'];
  const specification = `ResourceType=security-group,Tags=[${tags.join()}]`;
  await aws('ec2', 'create-security-group', ...group, '--tag-specifications', specification);
  const { adopted, inside } = await recover();
  const options = { stacks: [stack], tooling: inside.aws, inside, adopted: new Map([[stack, adopted]]) };
  const decide = (...remove: string[]) =>
    new UndeclaredRecovery(options, { remove: new Set(remove), dryRun: false }).run();
  const { lines, toDecide } = await decide();
  expect(lines).toEqual([
    expect.stringContaining('1 carry its tags'),
    expect.stringMatching(/^arn:.*:security-group\/sg-\w+$/),
  ]);
  expect(toDecide).toBe(1);
  expect(await decide(lines[1]!)).toEqual({ lines: [`removed ${lines[1]}`], toDecide: 0 });
  expect(await emulator.holds(account)).toEqual(before);
});

test('after a destroy nothing carries the tags, though AWS still lists its gateways and keys', async () => {
  await terraform('destroy', '-auto-approve', '-no-color', '-input=false');
  const surroundings = await reach(stack, directory, emulator.env);
  const inside = surroundings();
  const listed = await listTagged(inside.aws, 'environment', 'dev');
  expect(listed.map(({ arn }) => arn.split(/[:/]/).at(-2))).toEqual(
    expect.arrayContaining(['key', 'natgateway']),
  );
  expect(await findUndeclared({ stacks: [stack], tooling: inside.aws, inside })).toEqual([]);
});

async function addresses(): Promise<string[]> {
  const { stdout } = await terraform('state', 'list');
  return stdout.split('\n').filter((address) => address && !address.startsWith('data.'));
}

async function aws(...args: string[]): Promise<void> {
  const { code, stderr } = await capture('aws', args, { env: emulator.env });
  expect([code, stderr]).toEqual([0, expect.any(String)]);
}
