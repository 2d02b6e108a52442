import { parseRestoreObjectsArguments } from '../../../cli/restore-objects/arguments';
import { namingOf } from '../../../constructs/core/naming';
import { dataBucketName } from '../../../stacks/kinds/bucket';
import { environments, project } from '../../fixture/fixture';
import { Command } from '../command';
import { type Answer, FakePrograms } from '../fake-program';

jest.setTimeout(60_000);

const [environment] = environments;
const [bucket] = Object.keys(environment!.parameters.buckets) as [string];
const name = dataBucketName(namingOf(project, environment!), bucket);
const AT = `${new Date(Date.now() - 3_600_000).toISOString().slice(0, 19)}Z`;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

let fake: FakePrograms;
beforeEach(() => {
  fake = new FakePrograms();
});
afterEach(() => fake.remove());

const command = new Command('restore-objects');
const restore = (...args: string[]) =>
  command.run([environment!.name, bucket, ...args], { PATH: fake.folder, PLATFORM_ROLE: '' });
const answers = (Size: number): Answer[] => [
  {
    to: `role/${project.accountRole}`,
    says: { Credentials: { AccessKeyId: 'a', SecretAccessKey: 'b', SessionToken: 'c' } },
  },
  {
    to: `list-object-versions --bucket ${name}`,
    says: {
      Versions: [{ Key: 'a b/c', VersionId: 'v1', LastModified: hoursAgo(5), IsLatest: false, Size }],
      DeleteMarkers: [{ Key: 'a b/c', VersionId: 'v2', LastModified: hoursAgo(0.5), IsLatest: true }],
    },
  },
  { to: `copy-object --bucket ${name} --key a b/c --copy-source ${name}/a b/c?versionId=v1`, says: {} },
];

test('a deleted object is put back by a copy of its version of then, which loses nothing', async () => {
  fake.add('aws', answers(7));
  const { code, stdout } = await restore('--at', AT);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: 'put back a b/c, which was deleted\n1 of 1 objects are as they were\n',
  });
  expect(fake.calls().filter(({ args }) => args.includes('copy-object'))).toHaveLength(1);
});

test('a dry run copies nothing', async () => {
  fake.add('aws', answers(7));
  const { stdout } = await restore('--at', AT, '--dry-run');
  expect(stdout).toBe('would put back a b/c, which was deleted\n1 of 1 objects would be as they were\n');
  expect(fake.calls().filter(({ args }) => args.includes('copy-object'))).toEqual([]);
});

test('an object that one request can not copy is named with its version, and the command fails', async () => {
  fake.add('aws', answers(6 * 1024 ** 3));
  const { code, stderr } = await restore('--at', AT);
  expect([code, stderr]).toEqual([1, expect.stringContaining('  a b/c v1')]);
});

test('a time that the bucket does not reach back to is told', async () => {
  fake.add('aws', answers(7));
  expect((await restore('--at', '2020-01-01T00:00:00Z')).stderr).toContain(
    'is gone for good, unless a backup has it',
  );
});

test.each([
  [[], 'got nothing; allowed: an environment and a bucket'],
  [['dev', 'assets'], '--at: got ""; allowed: a time in UTC before now'],
  [['dev', 'assets', '--at', 'yesterday'], '--at: got "yesterday"'],
  [['dev', 'assets', '--at', '2099-01-01T00:00:00Z'], '--at: got "2099-01-01T00:00:00Z"'],
])('%j is refused: %s', (args, message) => {
  expect(() => parseRestoreObjectsArguments(args)).toThrow(message);
});
