import { ago, concerns, type Status, statusText } from '../../../cli/status/report';

const NOW = new Date('2026-11-30T12:00:00Z');
const record = {
  commit: '0123456789abcdef0123456789abcdef01234567',
  changed: 0,
  at: '2026-11-30T09:00:00Z',
  by: 'arn:aws:sts::111111111111:assumed-role/acme-deploy-dev/ann',
  reviewed: true,
  services: {},
};
const well: Status = {
  environment: 'dev',
  stacks: [
    { stack: 'dev', ...record, behind: 2 },
    {
      stack: 'dev-services',
      ...record,
      actor: 'ann',
      run: 'https://forge.example/acme/platform/actions/runs/7',
      behind: 2,
      services: { catalog: ['1.4.0'], storefront: ['1.5.0', '1.6.0'] },
    },
  ],
  health: 'OK',
  alarms: [],
  drift: { at: '2026-11-30T03:17:00Z', verdict: 'none' },
};
const [first, second] = well.stacks;

test('what runs, since when, by whom, in a table', () => {
  expect(statusText(well, NOW)).toBe(`## dev: all is well

| stack | commit | behind main | deployed | by | reviewed |
| --- | --- | --- | --- | --- | --- |
| dev | 0123456789ab | 2 | 2026-11-30 09:00 UTC, 3 hours ago | acme-deploy-dev/ann | yes |
| dev-services | 0123456789ab | 2 | 2026-11-30 09:00 UTC, 3 hours ago | ann, acme-deploy-dev/ann, https://forge.example/acme/platform/actions/runs/7 | yes |

- services: catalog 1.4.0, storefront 1.5.0 and 1.6.0
- health: OK
- drift: none, looked for 8 hours ago`);
});

test('a service that does not run is told with the reason', () => {
  const without = { ...well, absent: { report: "no customer's data in dev" } };
  expect(statusText(without, NOW)).toContain("\n- report does not run here: no customer's data in dev\n");
  expect(concerns(without)).toEqual([]);
});

test('a deploy of what no commit has is shown as that', () => {
  const dirty = { ...well, stacks: [{ ...first!, changed: 2, reviewed: false }, second!] };
  expect(statusText(dirty, NOW)).toContain('| dev | 0123456789ab and 2 changed files | 2 |');
  expect(statusText(dirty, NOW)).toMatch(/^## dev: dev runs what no commit has\n/);
});

test('a domain that nobody can reach yet is a concern, with the command that tells why', () => {
  expect(concerns({ ...well, waiting: [] })).toEqual([]);
  expect(concerns({ ...well, waiting: ['shop.example'] })).toEqual([
    'shop.example has no certificate yet (npm run domains -- dev)',
  ]);
});

describe('a deploy that', () => {
  const attempt = {
    commit: 'fedcba9876543210fedcba9876543210fedcba98',
    changed: 0,
    at: '2026-11-30T11:20:00Z',
    by: 'arn:aws:sts::111111111111:assumed-role/acme-deploy-dev/forge',
    actor: 'ben',
    run: 'https://forge.example/acme/platform/actions/runs/8',
    reviewed: true,
  };
  const shown = (made: object) => statusText({ ...well, stacks: [{ ...first!, ...made }, second!] }, NOW);

  test('has not ended is told beside what ran before', () => {
    const text = shown({ attempt });
    expect(text).toMatch(/^## dev: a deploy of dev has begun and not ended\n/);
    expect(text).toContain('| dev | 0123456789ab | 2 | 2026-11-30 09:00 UTC, 3 hours ago |');
    expect(text).toContain(
      '- dev: fedcba987654 was being deployed by ben, acme-deploy-dev/forge, https://forge.example/acme/platform/actions/runs/8 since 2026-11-30 11:20 UTC, 40 minutes ago, and has not ended: it is at work, or broke off; npm run recover -- dev tells who holds the lock\n',
    );
  });

  test('failed is told with when', () => {
    const text = shown({ attempt: { ...attempt, failed: '2026-11-30T11:30:00Z' } });
    expect(text).toMatch(/^## dev: the last deploy of dev failed\n/);
    expect(text).toContain(
      'since 2026-11-30 11:20 UTC, 40 minutes ago, and failed 2026-11-30 11:30 UTC, 30 minutes ago: some of it may be done\n',
    );
  });

  test('was the first leaves nothing that ran before', () => {
    const stacks = [{ stack: 'dev', attempt: { ...attempt, commit: undefined, changed: 0 } }];
    const text = statusText({ ...well, stacks }, NOW);
    expect(text).toMatch(/^## dev: a deploy of dev has begun and not ended; no deploy is recorded\n/);
    expect(text).toContain('- dev: what no commit has was being deployed by ben');
    expect(text).not.toContain('Each deploy from now on');
  });

  test('takes the stack away is told as that', () => {
    const text = shown({ attempt: { ...attempt, destroys: true, failed: attempt.at } });
    expect(text).toMatch(/^## dev: the last destroy of dev failed\n/);
    expect(text).toContain('- dev: it was being destroyed by ben');
  });
});

test('where nothing is recorded, it says why', () => {
  const none: Status = { environment: 'dev', stacks: [{ stack: 'dev' }], alarms: [], health: 'OK' };
  const text = statusText(none, NOW);
  expect(text).toMatch(/^## dev: no deploy is recorded\n/);
  expect(text).toContain('| dev | not recorded |  |  |  |  |');
  expect(text).toContain('- drift: nobody has looked: npm run drift -- dev');
  expect(text).toContain('Each deploy from now on records what it deploys');
});

test.each<[string, Partial<Status>, string]>([
  ['unhealthy', { health: 'ALARM', alarms: ['dev-api-errors'] }, 'it is unhealthy'],
  ['without an alarm', { health: undefined }, 'nobody watches its health'],
  ['drifted', { drift: { at: record.at, verdict: 'drift' } }, 'somebody changed it beside the code'],
  ['not looked at', { drift: { at: record.at, verdict: 'failed' } }, 'the last look for drift failed'],
  [
    'of two commits',
    { stacks: [first!, { ...second!, commit: 'other' }] },
    'its stacks are of different commits',
  ],
  ['of no commit', { stacks: [{ ...first!, commit: undefined }] }, 'dev was deployed from no repository'],
])('something to look at: %s', (_, change, says) => {
  expect(concerns(well)).toEqual([]);
  expect(concerns({ ...well, ...change })).toEqual([says]);
});

test.each([
  ['2026-11-30T11:59:30Z', 'just now'],
  ['2026-11-30T11:55:00Z', '5 minutes ago'],
  ['2026-11-30T10:30:00Z', '90 minutes ago'],
  ['2026-11-29T12:00:00Z', '24 hours ago'],
  ['2026-11-20T12:00:00Z', '10 days ago'],
])('%s is %s', (at, says) => {
  expect(ago(at, NOW)).toBe(says);
});
