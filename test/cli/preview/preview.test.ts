import { previewFolder } from '../../../constructs/preview/preview-record';
import { previewId } from '../../../declarations/preview-id';
import { previewSettings, project } from '../../fixture/fixture';
import { Command } from '../command';
import { type Answer, FakePrograms } from '../fake-program';

jest.setTimeout(60_000);

const { name: platform, region, toolingAccount } = project;
const { host, document } = previewSettings;
const folder = previewFolder({ platform, region, account: host.parameters.account, environment: host.name });
const { most } = document.value;

let fake: FakePrograms;
beforeEach(() => {
  fake = new FakePrograms();
});
afterEach(() => fake.remove());

/** The command itself, with no programs but the fake ones. */
const command = new Command('preview');
const preview = (...args: string[]) => command.run(args, { PATH: fake.folder });

const CALLER: Answer = { to: 'get-caller-identity', says: `${toolingAccount}\n` };
const ROLE: Answer = {
  to: 'assume-role',
  says: { Credentials: { AccessKeyId: 'a', SecretAccessKey: 'b', SessionToken: 'c' } },
};
const NOTHING_TAGGED: Answer = { to: 'get-resources', says: { ResourceTagMappingList: [] } };
const records = (...ids: string[]): Answer => ({
  to: 'get-parameters-by-path',
  says: {
    Parameters: ids.map((id) => ({
      Name: `${folder}/${id}`,
      Value: JSON.stringify({
        request: `of ${id}`,
        owner: 'jo',
        expires: '2999-01-01',
        urls: [`https://shop-${id}.example`],
        created: '2026-11-24T10:00:00Z',
      }),
    })),
  },
});
const listed = (...keys: string[]): Answer => ({
  to: 'list-objects-v2',
  says: { Contents: keys.map((Key) => ({ Key, LastModified: '2026-11-24T10:00:00Z' })) },
});
const state = (resources: number, outputs: object = {}) => ({
  ...{ version: 4, serial: 1, lineage: 'a', outputs },
  resources: [
    {
      ...{ mode: 'managed', type: 'aws_eip', name: 'a' },
      instances: Array.from({ length: resources }, (_, index_key) => ({ index_key })),
    },
  ],
});
const LOCK: Answer = {
  to: 'preview-pr-1.tfstate.tflock',
  says: { ID: 'abc', Who: 'jo@desk', Created: '2026-11-24T09:30:00.5Z' },
};

/** One that is whole, one whose services are missing, and one that somebody is at work on. */
function threePreviews(): void {
  const branch = previewId('faster search');
  fake.add('aws', [
    CALLER,
    ROLE,
    NOTHING_TAGGED,
    records('pr-1', 'pr-2', branch),
    listed(
      'preview-pr-1.tfstate',
      'preview-pr-1.tfstate.tflock',
      'preview-pr-2.tfstate',
      'preview-pr-2-services.tfstate',
      `preview-${branch}.tfstate`,
    ),
    LOCK,
    { to: 'preview-pr-2-services.tfstate', says: state(90, { urls: { value: [] } }) },
    { to: '.tfstate', says: state(16) },
  ]);
}

test('lists whose previews there are, until when, and in which state', async () => {
  threePreviews();
  const { code, stdout } = await preview('list');
  expect(code).toBe(0);
  const [headings, ...rows] = stdout.trimEnd().split('\n');
  expect(headings).toMatch(/^ID +OF +OWNER +AGE +EXPIRES +STATE +URL$/);
  expect(rows).toEqual([
    expect.stringMatching(/^faster-sear-\w{8} +of faster-sear-\w{8} +jo +.* +half-made +https:\S+$/),
    expect.stringMatching(/^pr-1 .* being changed by jo@desk since 2026-11-24 09:30 UTC +https:/),
    expect.stringMatching(/^pr-2 +of pr-2 +jo +.* +in \d+ days +ready +https:\/\/shop-pr-2\.example$/),
  ]);
});

test('lists the same as JSON, for programs', async () => {
  threePreviews();
  const { stdout } = await preview('list', '--json');
  expect(JSON.parse(stdout)).toMatchObject([
    { id: previewId('faster search'), state: 'half-made', expired: false },
    { id: 'pr-1', lock: { who: 'jo@desk', created: '2026-11-24T09:30:00.500Z' } },
    { id: 'pr-2', state: 'ready', owner: 'jo', expires: '2999-01-01', urls: ['https://shop-pr-2.example'] },
  ]);
});

test('shows one for a pull request, by the name of its branch', async () => {
  threePreviews();
  const { code, stdout } = await preview('show', 'faster search');
  const id = previewId('faster search');
  expect(code).toBe(0);
  expect(stdout).toContain(`**Preview \`${id}\`**`);
  expect(stdout).toContain(`https://shop-${id}.example`);
  expect(stdout).toContain('2999-01-01');
  expect(stdout).toContain(`npm run preview -- down ${id}`);
});

test('what is not there is no fault: whoever closes a pull request need not know', async () => {
  threePreviews();
  for (const command of ['show', 'down']) {
    expect(await preview(command, 'pr-7')).toMatchObject({
      code: 0,
      stdout: 'There is no preview of pr-7.\n',
    });
  }
});

test('nobody takes down what somebody is at work on', async () => {
  threePreviews();
  const { code, stderr } = await preview('down', 'pr-1');
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr:
      'pr-1 is being changed by jo@desk since 2026-11-24 09:30 UTC. When that run is dead: npm run preview -- down pr-1 --unlock\n',
  });
  expect(fake.calls().filter(({ args }) => args.some((arg) => /delete/.test(arg)))).toEqual([]);
});

/** Each place for a preview is another's; the rule for all other requests has none. */
function rulesEverywhere(): object[] {
  const Conditions = [{ Field: 'host-header', HostHeaderConfig: { Values: ['shop-pr-2.example'] } }];
  const rules = Array.from({ length: 18_200 }, (_, index) => ({ Priority: `${31_801 + index}`, Conditions }));
  return [...rules, { Priority: 'default', Conditions: [] }];
}

describe('up refuses before anything is made', () => {
  const refusals: [string, Answer[], string[], string][] = [
    [
      'one too many',
      [records(...Array.from({ length: most }, (_, index) => `pr-${index + 10}`)), listed()],
      ['pr-1'],
      `No room for pr-1: there may be ${most} previews at the same time ("most" in environments/preview.json), and there are pr-10,`,
    ],
    [
      'one that somebody is at work on',
      [records(), listed('preview-pr-1.tfstate.tflock'), LOCK],
      ['pr-1'],
      'pr-1 is being changed by jo@desk',
    ],
    [
      'one within what is not there',
      [{ to: 'get-parameter ', complains: '(ParameterNotFound)', code: 254 }, records(), listed()],
      ['pr-1'],
      `${host.name}, which previews are within, is not deployed`,
    ],
    [
      'one for whose rules the load balancer has no place left',
      [
        {
          to: 'get-parameter ',
          says: { Parameter: { Value: '{"entrance":{"listenerArn":"the-listener"}}' } },
        },
        records(),
        listed(),
        { to: 'describe-rules --listener-arn the-listener', says: { Rules: rulesEverywhere() } },
      ],
      ['pr-1'],
      'No room for the rules of pr-1: the load balancer has 18200',
    ],
    [
      'a service that nobody declared',
      [],
      ['pr-1', '--version', 'shopp=1.0.0'],
      'PREVIEW_VERSIONS has 1 problem',
    ],
    ['a day that is over', [], ['pr-1', '--until', '2020-01-01'], '--until: got "2020-01-01"; allowed: '],
    ['a day that is none', [], ['pr-1', '--until', 'soon'], '--until: got "soon"; allowed: '],
    ['no name where no branch is checked out', [], [], 'up: got no name, and no branch is checked out'],
  ];
  test.each(refusals)('%s', async (_, answers, args, message) => {
    fake.add('git', [{ to: '' }]);
    fake.add('gh', [{ to: 'pr view', says: 'OPEN' }]);
    fake.add('aws', [
      CALLER,
      ROLE,
      NOTHING_TAGGED,
      ...answers,
      { to: 'get-parameter ', says: { Parameter: { Value: '{}' } } },
    ]);
    const { code, stdout, stderr } = await preview('up', ...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

test.each<[string, Answer[], string]>([
  [
    'no credentials',
    [{ to: 'get-caller-identity', complains: 'Unable to locate credentials', code: 253 }],
    `AWS does not know who calls: Unable to locate credentials; wanted: credentials of the tooling account ${toolingAccount}`,
  ],
  [
    'credentials of another account',
    [{ to: 'get-caller-identity', says: '123456789012' }],
    'AWS account: got 123456789012; wanted',
  ],
  [
    'a role that may not be taken',
    [CALLER, listed(), { to: 'assume-role', complains: 'An error occurred (AccessDenied)', code: 254 }],
    'aws sts assume-role: An error occurred (AccessDenied)',
  ],
  [
    'no bucket',
    [
      CALLER,
      ROLE,
      NOTHING_TAGGED,
      records(),
      { to: 'list-objects-v2', complains: '(NoSuchBucket)', code: 254 },
    ],
    'is not there: make it by "npm run bootstrap"',
  ],
])('%s: a sentence says so', async (_, answers, message) => {
  fake.add('aws', answers);
  const { code, stderr } = await preview('sweep');
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(message) });
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('a sweep asks the forge for each pull request, and origin for branches once', async () => {
  const branches = ['one', 'two', 'three'].map(previewId);
  fake.add('aws', [CALLER, ROLE, NOTHING_TAGGED, records('pr-1', 'pr-2', 'pr-3', ...branches), listed()]);
  fake.add('gh', [
    { to: 'pr view 1', says: 'OPEN' },
    { to: 'pr view 2', says: 'MERGED' },
    { to: 'pr view 3', complains: 'could not resolve', code: 1 },
  ]);
  fake.add('git', [{ to: 'ls-remote', says: 'a\trefs/heads/one\nb\trefs/heads/two/three\n' }]);
  const { code, stdout } = await preview('sweep', '--dry-run');
  expect(code).toBe(0);
  const of = (id: string) => stdout.split('\n').find((line) => line.startsWith(`- \`${id}\``));
  expect(of('pr-1')).toContain('would be kept');
  expect(of('pr-2')).toContain('would be taken down: its pull request is closed');
  expect(of('pr-3')).toContain('would be kept');
  expect(branches.map((id) => /taken down: its branch is gone/.test(of(id)!))).toEqual([false, true, true]);
  expect(fake.calls().filter(({ name }) => name === 'git')).toHaveLength(1);
});

test.each([
  ['is not to be reached', { to: 'ls-remote', complains: 'no route', code: 128 }],
  ['has no branch at all', { to: 'ls-remote', says: '' }],
])('an origin that %s takes no preview down', async (_, answer) => {
  fake.add('aws', [CALLER, ROLE, NOTHING_TAGGED, records(previewId('one')), listed()]);
  fake.add('git', [answer]);
  expect((await preview('sweep', '--dry-run')).stdout).toContain('would be kept');
});
