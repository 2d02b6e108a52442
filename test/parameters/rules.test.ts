import { declared } from '../fixture/services/declared';
import { load, other, problems, valid } from './files';

test('two environments with networks of their own are fine', () => {
  expect(load({ 'dev.json': valid(), 'qa.json': other() })).toHaveLength(2);
});

test('fails on networks that overlap', () => {
  expect(problems({ 'dev.json': valid(), 'qa.json': other({ network: { cidr: '10.10.16.0/20' } }) })).toEqual(
    [
      expect.stringMatching(
        /^network\.cidr: "10\.10\.16\.0\/20", which overlaps 10\.10\.0\.0\/16 of .*dev\.json → a block that no other environment uses$/,
      ),
    ],
  );
});

test('fails on two environments in one account', () => {
  expect(problems({ 'dev.json': valid(), 'qa.json': other({ account: '111111111111' }) })).toEqual([
    expect.stringMatching(/^account: "111111111111", which .*dev\.json has → an account of its own$/),
  ]);
});

test('fails on previews within a protected environment, where any branch would run beside what is protected', () => {
  expect(problems({ 'dev.json': valid({ hostsPreviews: true, protected: true }) })).toEqual([
    'hostsPreviews: true, and "protected": true → previews where nothing has to be protected from them: set one of the two to false',
  ]);
});

test('fails on a group that beside previews could not keep its secrets, as its name begins like one of their namespaces', () => {
  const { storefront, ...others } = declared.services;
  const groups = (group: string) => ({
    ...declared,
    services: { ...others, storefront: { ...storefront, group } },
  });
  const host = { 'dev.json': valid({ hostsPreviews: true, protected: false }) };
  for (const [group, other] of [
    ['office-payroll', 'office'],
    ['setup-tools', 'setup'],
  ] as const) {
    expect(problems(host, groups(group))).toEqual([
      `hostsPreviews: true, with a group "${group}" → groups whose names do not begin with "${other}-", as the namespaces of previews do: they could read the secrets of ${group}`,
    ]);
    expect(load({ 'dev.json': valid() }, groups(group))).toHaveLength(1);
  }
  expect(load(host, groups('offices'))).toHaveLength(1);
});

test("fails on a name that begins with another's, which a glob would catch", () => {
  expect(problems({ 'dev.json': valid(), 'dev-eu.json': other() })).toEqual([
    ': an environment named "dev-eu" → a name that does not begin with another\'s and a dash ("dev-")',
  ]);
  expect(load({ 'dev.json': valid(), 'develop.json': other() })).toHaveLength(2);
});

test.each([
  'Dev',
  'a--b',
  '1st',
  'a-very-long-name-of-21',
  'bootstrap',
  'qa-services',
  'account-qa',
  'internal',
  'sg-1',
])('fails on an environment named %s', (name) => {
  expect(problems({ [`${name}.json`]: valid() })).toHaveLength(1);
});

test('a name with capitals is told together with the other faults of the file, and what it could be', () => {
  expect(problems({ 'Dev.json': valid({ account: 'mine' }) })).toEqual([
    expect.stringMatching(/^: an environment named "Dev", did you mean "dev"\? → /),
    'account: "mine" → an account id of 12 digits',
  ]);
});

test.each(['qa.jsonc', 'qa.JSON', 'qa.yaml', 'qa.json.txt'])(
  'fails on the file %s, which looks like an environment and is none',
  (name) => {
    expect(problems({ 'dev.json': valid(), [name]: other() })).toEqual([
      `: a file named ${name}, which is not read → qa.json, in JSON`,
    ]);
  },
);

test('fails on a limit of growth less than a tenth above the disk, which AWS refuses', () => {
  const orders = { ...valid().databases.orders, storageGiB: 100, maxStorageGiB: 105 };
  expect(problems({ 'dev.json': valid({ databases: { ...valid().databases, orders } }) })).toEqual([
    'databases.orders.maxStorageGiB: 105 → 110 or more, a tenth above storageGiB',
  ]);
});

test('fails on logs that are locked for longer than they are kept', () => {
  expect(problems({ 'dev.json': valid({ logs: { archiveDays: 30, archiveLockDays: 31 } }) })).toEqual([
    'logs.archiveLockDays: 31 → at most archiveDays, 30',
  ]);
});

describe('promotion', () => {
  const ahead = { cluster: { version: '1.36' }, promotedFrom: 'dev' };

  test('fails on a version that did not run in the environment before', () => {
    expect(problems({ 'dev.json': valid(), 'qa.json': other(ahead) })).toEqual([
      'cluster.version: "1.36" → at most "1.35", which runs in dev; or say why in aheadBecause',
    ]);
  });

  test('compares versions by number, not by letter', () => {
    const databases = (version: string) => ({
      databases: { ...valid().databases, orders: { ...valid().databases.orders, version } },
    });
    const files = (dev: string, qa: string) => ({
      'dev.json': valid(databases(dev)),
      'qa.json': other({ ...databases(qa), promotedFrom: 'dev' }),
    });
    expect(load(files('17.10', '17.9'))).toHaveLength(2);
    expect(problems(files('17.9', '17.10'))).toHaveLength(1);
  });

  test('lets a version run ahead for a written reason', () => {
    const files = {
      'dev.json': valid(),
      'qa.json': other({ ...ahead, aheadBecause: 'a fix for an outage' }),
    };
    expect(load(files)).toHaveLength(2);
  });

  describe('of a service', () => {
    const running = (storefront: object) => ({ services: { ...valid().services, storefront } });
    const files = (dev: object, qa: object) => ({
      'dev.json': valid(running(dev)),
      'qa.json': other({ ...running(qa), promotedFrom: 'dev' }),
    });

    test('fails on one version with two contents', () => {
      const digests = ['a', 'b'].map((letter) => `sha256:${letter.repeat(64)}`);
      const pin = (index: number) => ({ version: `1.4.2@${digests[index]}` });
      expect(problems(files(pin(0), pin(1)))).toEqual([
        `services.storefront.version: "1.4.2@${digests[1]}" → "1.4.2@${digests[0]}", which runs in dev: of one version there is one image`,
      ]);
      expect(load(files(pin(0), pin(0)))).toHaveLength(2);
      expect(load(files(pin(0), { version: '1.4.2' }))).toHaveLength(2);
    });

    test('fails on a release that did not run in the environment before', () => {
      expect(problems(files({ version: '1.4.2' }, { version: '1.5.0' }))).toEqual([
        'services.storefront.version: "1.5.0" → at most "1.4.2", which runs in dev; or say why in aheadBecause',
      ]);
    });

    test('takes a pre-release for older than its release', () => {
      expect(load(files({ version: '1.5.0' }, { version: '1.5.0-rc.2' }))).toHaveLength(2);
      expect(problems(files({ version: '1.5.0-rc.2' }, { version: '1.5.0' }))).toHaveLength(1);
    });

    test('looks at the newest of several versions', () => {
      const versions = [
        { version: '1.4.2', weight: 90 },
        { version: '1.5.0', weight: 10 },
      ];
      expect(load(files({ versions }, { version: '1.5.0' }))).toHaveLength(2);
      expect(problems(files({ version: '1.4.2' }, { versions }))).toEqual([
        'services.storefront.versions.1.version: "1.5.0" → at most "1.4.2", which runs in dev; or say why in aheadBecause',
      ]);
    });

    test('lets branches and digests run anywhere, as they have no order', () => {
      expect(load(files({ version: 'main-3f2a1bc' }, { version: '1.5.0' }))).toHaveLength(2);
      expect(load(files({ version: '1.4.2' }, { version: `sha256:${'0'.repeat(64)}` }))).toHaveLength(2);
    });
  });

  test('fails on an environment that is not there', () => {
    expect(problems({ 'dev.json': valid({ promotedFrom: 'lab' }) })).toEqual([
      'promotedFrom: "lab", which is no environment → the name of another environment: there is none',
    ]);
  });

  test('fails on an environment whose file was renamed, and names it', () => {
    expect(problems({ 'develop.json': valid(), 'qa.json': other({ promotedFrom: 'devlop' }) })).toEqual([
      'promotedFrom: "devlop", which is no environment, did you mean "develop"? → the name of another environment: develop',
    ]);
  });

  test('fails on an environment that is promoted from itself', () => {
    expect(problems({ 'dev.json': valid({ promotedFrom: 'dev' }) })).toEqual([
      'promotedFrom: "dev", itself → the name of another environment',
    ]);
  });

  test.each([
    ['a value', valid({ account: 'mine' }), 'account'],
    ['its form', '{ "account": mine }', ''],
  ])('a fault of %s in one file makes no second, false one in the file that names it', (_, dev, path) => {
    expect(load({ 'dev.json': dev, 'qa.json': other({ promotedFrom: 'dev' }) })).toMatchObject([
      { file: expect.stringMatching(/dev\.json$/), path },
    ]);
  });
});
